import type { Json, LookupCall } from '@funade/core';
import { buildRequest, pluginContract } from '@funade/core/testing';
import { env, terraformState } from '../src/index.ts';

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
