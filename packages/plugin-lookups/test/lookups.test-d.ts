import { defineConfig } from '@funade/core/define-config';
import { test } from 'vitest';
import { cloudFormation, env, secretsManager, ssm, terraformState } from '../src/index.ts';

const common = {
  project: 'shop',
  environments: { staging: { account: '111111111111', region: 'eu-west-1' } },
  tagRules: [{ tag: /^v/, environments: ['staging'] }],
} as const;

test('lookups stand among the plugins', () => {
  defineConfig({
    ...common,
    plugins: [env({ names: ['STAGE'] }), terraformState({ file: 'x' }), ssm(), secretsManager(), cloudFormation()],
    services: {},
  });
});

test('mistakes are seen in the editor', () => {
  // @ts-expect-error the names that may be looked up are written down
  env();
  // @ts-expect-error names are a list
  env({ names: 'STAGE' });
  // @ts-expect-error it is `file`
  terraformState({ path: 'terraform.tfstate' });
  // @ts-expect-error a state is a file or an object, not both
  terraformState({ file: 'terraform.tfstate', s3: { bucket: 'states', key: 'shop' } });
  // @ts-expect-error an object has a key
  terraformState({ s3: { bucket: 'states' } });
  // @ts-expect-error nothing is to be set
  ssm({ decrypt: true });
  // @ts-expect-error a lookup has no options of a service
  defineConfig({ ...common, plugins: [env({ names: ['STAGE'] })], services: { api: { env: { STAGE: 'x' } } } });
});
