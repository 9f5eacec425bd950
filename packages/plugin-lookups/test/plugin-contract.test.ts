import type { Json, LookupCall } from '@funade/core';
import { buildRequest, pluginContract } from '@funade/core/testing';
import { cloudFormation, env, secretsManager, ssm, terraformState } from '../src/index.ts';

const { project, environment, release, allow } = buildRequest([]);

const asked = (...lookups: readonly LookupCall[]) => ({
  project,
  environment,
  release,
  allow,
  targets: [],
  lookups,
});
const call = (helper: string, ...args: readonly string[]): LookupCall => ({ helper, args });
const some = (name: string, lookups: readonly LookupCall[], facts: Json) => [
  { name, request: asked(...lookups), facts },
  { name: 'nothing', request: asked(), facts: {} },
];

pluginContract(
  await env({ names: ['STAGE', 'COLOUR'] }).load(),
  some('variables', [call('env', 'STAGE'), call('env', 'COLOUR')], {
    env: { STAGE: { value: 'blue' }, COLOUR: { problem: 'the variable COLOUR is not set' } },
  }),
);

pluginContract(
  await terraformState({ file: 'terraform.tfstate' }).load(),
  some('values', [call('tfstate', 'output.vpc_id'), call('tfstate', 'output.subnets["a b"]')], {
    tfstate: { 'output.vpc_id': { value: 'vpc-1' }, 'output.subnets["a b"]': { value: 7 } },
  }),
);

pluginContract(
  await ssm().load(),
  some('parameters', [call('ssm', '/shop/url'), call('ssm', '/shop/db'), call('ssmArn', '/shop/db')], {
    ssm: {
      '/shop/url': { value: 'https://shop' },
      '/shop/db': { problem: 'the parameter "/shop/db" is a SecureString' },
    },
    ssmArn: { '/shop/db': { value: 'arn:aws:ssm:eu-west-1:222222222222:parameter/shop/db' } },
  }),
);

pluginContract(
  await secretsManager().load(),
  some('secrets', [call('secretArn', 'shop/db')], {
    secretArn: { 'shop/db': { value: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:shop/db-a1B2c3' } },
  }),
);

pluginContract(
  await cloudFormation().load(),
  some('outputs and exports', [call('cfnOutput', 'shop', 'VpcId'), call('cfnExport', 'shop vpc')], {
    cfnOutput: { 'shop VpcId': { value: 'vpc-1' } },
    cfnExport: { 'shop vpc': { value: 'vpc-2' } },
  }),
);
