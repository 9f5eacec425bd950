import { expectTypeOf, test } from 'vitest';
import { type ConfigInput, defineConfig } from '../src/config/define-config.ts';
import type { PluginReference } from '../src/model/plugin.ts';

interface Build {
  readonly context: string;
  readonly with?: 'docker' | 'containerify';
}
type EcrInput =
  | { readonly repository: string; readonly build: Build; readonly images?: never }
  | { readonly images: Readonly<Record<string, { readonly repository: string; readonly build: Build }>> };
type EcsInput = { readonly cluster: string; readonly service: string; readonly wait?: { readonly budget?: string } } & (
  | { readonly container: string; readonly containers?: never }
  | { readonly containers: Readonly<Record<string, string>>; readonly container?: never }
);

declare function ecr(): PluginReference<'ecr', EcrInput>;
declare function ecs(): PluginReference<'ecs', EcsInput>;

const environments = {
  staging: { account: '111111111111', region: 'eu-west-1' },
  production: { account: '222222222222', region: 'eu-west-1', confirm: true },
} as const;
const common = { project: 'shop', plugins: [ecr(), ecs()], environments } as const;
const tagRules = [{ tag: /^v\d+$/, environments: ['staging', 'production'] }] as const;
const api = {
  ecr: { repository: 'shop/api', build: { context: '.' } },
  ecs: { cluster: 'shop', service: 'api', container: 'app' },
} as const;

test('the config of the documentation is right', () => {
  const config = defineConfig({
    project: 'shop',
    plugins: [ecr(), ecs()],
    environments: {
      staging: { account: '111111111111', region: 'eu-west-1', role: 'arn:aws:iam::111111111111:role/deploy' },
      production: { account: '222222222222', region: 'eu-west-1', confirm: true },
    },
    tagRules: [
      { tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] },
      { tag: '^(?<service>[a-z-]+)/v(?<version>.+)$', environments: ['staging'], services: ['api'] },
      { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
    ],
    services: {
      api: {
        ecr: { repository: 'shop/api', build: { context: 'services/api', with: 'docker' } },
        ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' },
      },
      web: {
        ecr: { images: { web: { repository: 'shop/web', build: { context: 'services/web' } } } },
        ecs: { cluster: 'shop', service: 'web', containers: { web: 'web' } },
        environments: { production: { ecs: { wait: { budget: '20m' } } } },
      },
    },
  });
  expectTypeOf(config).toExtend<ConfigInput>();
});

test('a config needs no plugins, and a plugin may be named', () => {
  defineConfig({ project: 'shop', environments, tagRules, services: { api } });
  defineConfig({
    project: 'shop',
    plugins: ['ecr', ecs()],
    environments,
    tagRules,
    services: { api: { ecs: api.ecs } },
  });
});

test('misspelt keys are errors', () => {
  // @ts-expect-error `projet` is no key of a config
  defineConfig({ ...common, projet: 'shop', tagRules, services: { api } });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error `ecz` is no plugin of this config
    services: { api: { ...api, ecz: {} } },
  });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error `clustr` is no option of ecs
    services: { api: { ecs: { clustr: 'shop', cluster: 'shop', service: 'api', container: 'app' } } },
  });
  defineConfig({
    project: 'shop',
    // @ts-expect-error `acount` is no key of an environment
    environments: { staging: { account: '1', region: 'eu-west-1', acount: '1' } },
    tagRules: [{ tag: 'v1', environments: ['staging'] }],
    services: {},
  });
  // @ts-expect-error `imagetag` is no key of a tag rule
  defineConfig({ ...common, tagRules: [{ tag: 'v1', environments: ['staging'], imagetag: 'x' }], services: { api } });
});

test('wrong types are errors', () => {
  defineConfig({
    ...common,
    // @ts-expect-error an account is a string, since it may begin with a zero
    environments: { staging: { account: 1, region: 'eu-west-1' } },
    tagRules: [],
    services: {},
  });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error there is no such builder
    services: { api: { ecr: { repository: 'shop/api', build: { context: '.', with: 'dokcer' } } } },
  });
  // @ts-expect-error `cluster` is missing
  defineConfig({ ...common, tagRules, services: { api: { ecs: { service: 'api', container: 'app' } } } });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error one container or several, not both
    services: { api: { ecs: { ...api.ecs, containers: { app: 'app' } } } },
  });
});

test('a rule is for tags or for a branch, and one for a branch says its image tag', () => {
  // @ts-expect-error a rule for a branch needs an image tag with the commit
  defineConfig({ ...common, tagRules: [{ branch: 'main', environments: ['staging'] }], services: { api } });
  // @ts-expect-error a rule has a tag or a branch
  defineConfig({ ...common, tagRules: [{ environments: ['staging'] }], services: { api } });
  defineConfig({
    ...common,
    // @ts-expect-error a rule has a tag or a branch, not both
    tagRules: [{ tag: 'v1', branch: 'main', environments: ['staging'], imageTag: 'x' }],
    services: { api },
  });
});

test('names of environments and services are the ones of the config', () => {
  // @ts-expect-error there is no environment `prodution`
  defineConfig({ ...common, tagRules: [{ tag: 'v1', environments: ['prodution'] }], services: { api } });
  defineConfig({
    ...common,
    // @ts-expect-error there is no service `apis`
    tagRules: [{ tag: 'v1', environments: ['staging'], services: ['apis'] }],
    services: { api },
  });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error there is no environment `prodution`
    services: { api: { ...api, environments: { prodution: { ecs: { wait: { budget: '20m' } } } } } },
  });
});

test('settings of one environment need not be whole, and know the options', () => {
  defineConfig({ ...common, tagRules, services: { api: { ...api, environments: { production: { ecs: {} } } } } });
  defineConfig({
    ...common,
    tagRules,
    // @ts-expect-error `budgt` is no option of ecs.wait
    services: { api: { ...api, environments: { production: { ecs: { wait: { budgt: '20m' } } } } } },
  });
});
