import { expectTypeOf, test } from 'vitest';
import { type ConfigInput, defineConfig, ecr, ecs } from '../src/index.ts';

const environments = {
  staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
  production: { account: '222222222222', region: 'ap-northeast-1', confirm: true },
} as const;
const tagRules = [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] }] as const;
const build = { context: 'services/api' } as const;
const at = { cluster: 'shop-{{environment.name}}', service: 'api' } as const;

test('a whole config fits, and is a config', () => {
  const config = defineConfig({
    project: 'shop',
    plugins: [ecr(), ecs()],
    environments,
    tagRules: [...tagRules, { branch: 'main', environments: ['staging'], imageTag: '{{release.shortCommit}}' }],
    services: {
      api: { ecr: { repository: 'shop/api', build }, ecs: { ...at, container: 'app' } },
      web: {
        ecr: { images: { web: { repository: 'shop/web', build }, proxy: { repository: 'shop/proxy', build } } },
        ecs: { ...at, containers: { web: 'web', nginx: 'proxy' } },
        environments: { production: { ecs: { wait: { budget: '20m' } } } },
      },
    },
  });
  expectTypeOf(config).toExtend<ConfigInput>();
});

test('mistakes are found while writing', () => {
  const base = { project: 'shop', plugins: [ecr(), ecs()], environments, tagRules } as const;
  // @ts-expect-error a misspelt option
  defineConfig({ ...base, services: { api: { ecs: { ...at, contianer: 'app' } } } });
  // @ts-expect-error one container or several, not both
  defineConfig({ ...base, services: { api: { ecs: { ...at, container: 'app', containers: { app: 'app' } } } } });
  // @ts-expect-error a plugin that is not listed
  defineConfig({ ...base, services: { api: { lambda: {} } } });
  const both = { ...build, from: 'scratch', target: 'app' } as const;
  // @ts-expect-error a Dockerfile and files exclude one another
  defineConfig({ ...base, services: { api: { ecr: { repository: 'shop/api', build: both } } } });
  // @ts-expect-error an account is text: numbers lose their leading zeros
  defineConfig({ ...base, environments: { staging: { account: 111111111111, region: 'eu-west-1' } }, services: {} });
  const held = { account: '111111111111', region: 'eu-west-1', defaults: { ecs: { onFailure: 'stop' } } } as const;
  defineConfig({ ...base, environments: { staging: held, production: held }, services: {} });
  const misspelt = { ...held, defaults: { ecs: { onFailur: 'stop' } } } as const;
  // @ts-expect-error a misspelt option that holds for all services
  defineConfig({ ...base, environments: { staging: misspelt, production: held }, services: {} });
  // @ts-expect-error a rule is for tags or for a branch
  defineConfig({ ...base, tagRules: [{ tag: /v/, branch: 'main', environments: ['staging'] }], services: {} });
});
