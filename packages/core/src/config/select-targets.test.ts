import { expect, test } from 'vitest';
import { told } from '../../test/support/error-of.ts';
import { fakeLookup, plugins } from '../../test/support/plugins.ts';
import { gitFacts, shop, tagged } from '../../test/support/shop.ts';
import type { LookupCall } from '../model/lookup.ts';
import { observeFacts } from '../plan/observe.ts';
import type { GitFacts } from '../release/git-facts.ts';
import { buildContext, buildRequest } from '../testing/builders.ts';
import { admitRef } from './admit-ref.ts';
import { parseConfig } from './parse-config.ts';
import { selectTargets } from './select-targets.ts';

interface Case {
  readonly git?: GitFacts;
  readonly environment?: string;
  readonly services?: readonly string[];
  readonly changes?: Readonly<Record<string, unknown>>;
}

const select = async ({ git = tagged('v1.2.3'), environment = 'staging', services, changes }: Case) => {
  const config = await parseConfig(shop(changes), { plugins, file: 'deploy.config.ts' });
  const admission = await admitRef(config, git, environment);
  return selectTargets(config, { environment, admission, ...(services === undefined ? {} : { services }) });
};
const ids = async (options: Case) => (await select(options)).targets.map(({ id }) => id);

test('a tag deploys every service', async () => {
  expect(await ids({})).toEqual(['api@staging', 'worker@staging', 'web@staging']);
});

test('options are merged and rendered', async () => {
  const { environment, targets, skipped } = await select({ environment: 'production' });
  expect(environment.account).toBe('222222222222');
  expect(skipped).toEqual([]);
  expect(targets[2]).toEqual({
    id: 'web@production',
    service: 'web',
    options: {
      ecr: { images: { web: { repository: 'shop/web', build: { context: 'services/web' } } } },
      ecs: { cluster: 'shop-production', service: 'web', containers: { web: 'web' }, wait: { budget: '20m' } },
    },
  });
});

test('what an environment holds for all stands under what services write, and reaches nobody else', async () => {
  const defaults = { ecs: { wait: { budget: '5m' }, cluster: 'fleet-{{environment.name}}' } };
  const staging = { account: '111111111111', region: 'ap-northeast-1', defaults };
  const production = { account: '222222222222', region: 'ap-northeast-1', defaults };
  const own = {
    ecs: { service: 'own', cluster: 'own' },
    environments: { production: { ecs: { wait: { budget: '9m' } } } },
  };
  const none = { ecr: { repository: 'shop/none', build: { context: '.' } } };
  const changes = { environments: { staging, production }, services: { all: { ecs: { service: 'all' } }, own, none } };
  const options = async (environment: string) =>
    (await select({ environment, changes })).targets.map((target) => target.options.ecs);
  expect(await options('staging')).toEqual([
    { service: 'all', cluster: 'fleet-staging', wait: { budget: '5m' } },
    { service: 'own', cluster: 'own', wait: { budget: '5m' } },
    undefined,
  ]);
  expect((await options('production'))[1]).toEqual({ service: 'own', cluster: 'own', wait: { budget: '9m' } });
});

test('names on the command line narrow it, in the order of the config', async () => {
  expect(await ids({ services: ['web', 'api'] })).toEqual(['api@staging', 'web@staging']);
});

test('a tag that names a service narrows it', async () => {
  expect(await ids({ git: tagged('worker/v1.0.0') })).toEqual(['worker@staging']);
});

test('services of a rule narrow it', async () => {
  const tagRules = [{ tag: /.+/, environments: ['staging'], services: ['web', 'api'] }];
  expect(await ids({ changes: { tagRules } })).toEqual(['api@staging', 'web@staging']);
});

test('a service that is not there is told with the nearest', async () => {
  expect(await told(() => select({ services: ['wrker'] }))).toMatchInlineSnapshot(`
    "SERVICE_UNKNOWN (usage)
    there is no service "wrker"
    → did you mean "worker"? available: api, worker, web"
  `);
  expect(await told(() => select({ services: ['toString'] }))).toMatch(/^SERVICE_UNKNOWN/);
});

test('a service that the tag does not deploy is refused', async () => {
  expect(await told(() => select({ git: tagged('web/v1.0.0'), services: ['api'] }))).toMatchInlineSnapshot(`
    "SERVICE_NOT_ADMITTED (refused)
    tag "web/v1.0.0" deploys web and not "api"
    → leave out --service, or write --service web"
  `);
});

const ecs = { cluster: 'a', service: 'b' };
const partly = { services: { api: { ecs }, web: { environments: { production: { ecs } } } } };

test('a service without settings in the environment is left out and named', async () => {
  const { targets, skipped } = await select({ changes: partly });
  expect(targets.map(({ id }) => id)).toEqual(['api@staging']);
  expect(skipped).toEqual(['web']);
});

test('a service that a rule lists and that has no settings is left out as well', async () => {
  const tagRules = [{ tag: /.+/, environments: ['staging'], services: ['web', 'api'] }];
  expect((await select({ changes: { ...partly, tagRules } })).skipped).toEqual(['web']);
});

test('a service without settings that was asked for is an error', async () => {
  expect(await told(() => select({ changes: partly, services: ['web'] }))).toMatchInlineSnapshot(`
    "SERVICE_NOT_IN_ENVIRONMENT (usage)
    service "web" has no settings in "staging"
    → write them under services.web or services.web.environments.staging"
  `);
  expect(await told(() => select({ changes: partly, git: tagged('web/v1.0.0') }))).toMatch(
    /^SERVICE_NOT_IN_ENVIRONMENT/,
  );
});

test('an environment without any target is an error', async () => {
  const changes = { services: { web: { environments: { production: { ecs } } } } };
  expect(await told(() => select({ changes }))).toMatchInlineSnapshot(`
    "NO_TARGETS (usage)
    no service has settings in environment "staging"
    → write a service with settings for a plugin under services"
  `);
});

test('options that are wrong once rendered, and values that the release does not have, are told together', async () => {
  const services = {
    api: { ecs: { ...ecs, wait: { budget: '{{environment.name}}' } } },
    web: {
      ecs: { cluster: '{{release.tag}}', service: 'b' },
      environments: { staging: { ecs: { container: '{{lower release.version}}' } } },
    },
  };
  expect(await told(() => select({ git: gitFacts(), changes: { services } }))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    deploy.config.ts has 3 problems:
      services.api.ecs.wait.budget: must be a duration
      services.web.ecs.cluster: "{{release.tag}}": release.tag has no value here
      services.web.environments.staging.ecs.container: "{{lower release.version}}": release.version has no value here"
  `);
});

test('the same config and release give the same targets', async () => {
  expect(await select({})).toEqual(await select({}));
});

const withLookups = (known: Readonly<Record<string, string>>, asked: (readonly string[])[] = []) => {
  const plugin = fakeLookup(known, asked);
  return async (services: Readonly<Record<string, unknown>>) => {
    const references = [...plugins, { name: 'looks', load: async () => plugin }];
    const config = await parseConfig(shop({ services }), { plugins: references, file: 'deploy.config.ts' });
    const admission = await admitRef(config, tagged('v1.2.3'), 'staging');
    return selectTargets(config, {
      environment: 'staging',
      admission,
      lookUp: (calls: readonly LookupCall[]) =>
        observeFacts(buildRequest([], { lookups: calls }), config.plugins, buildContext()),
    });
  };
};

test('lookups are asked for together, each once, and their values are rendered and kept as facts', async () => {
  const asked: (readonly string[])[] = [];
  const { targets, lookups } = await withLookups(
    { a: 'blue', 'shop/staging': 'green' },
    asked,
  )({
    api: { ecs: { cluster: '{{look "a"}}', service: '{{look (concat project "/" environment.name)}}' } },
    web: { ecs: { cluster: 'x-{{look "a"}}', service: 'b' } },
  });
  expect(asked).toEqual([['a', 'shop/staging']]);
  expect(targets.map(({ options }) => options)).toEqual([
    { ecs: { cluster: 'blue', service: 'green' } },
    { ecs: { cluster: 'x-blue', service: 'b' } },
  ]);
  expect(lookups).toEqual({
    calls: [
      { helper: 'look', args: ['a'] },
      { helper: 'look', args: ['shop/staging'] },
    ],
    facts: { looks: { a: 'blue', 'shop/staging': 'green' } },
  });
});

test('a lookup can be the argument of another', async () => {
  const asked: (readonly string[])[] = [];
  const { targets } = await withLookups(
    { a: 'b', b: 'c', c: 'd' },
    asked,
  )({
    api: { ecs: { ...ecs, cluster: '{{look (look (look "a"))}}' } },
  });
  expect(asked).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
  expect(targets[0]?.options).toMatchObject({ ecs: { cluster: 'd' } });
});

test('a lookup whose argument has no value is told once, for that argument', async () => {
  const services = { api: { ecs: { ...ecs, cluster: '{{look (look "a")}}' } } };
  expect(await told(() => withLookups({ a: 'b' })(services))).toContain('1 problem:');
  expect(await told(() => withLookups({})(services))).toMatch(/1 problem:\n.*: there is no "a"$/);
});

test('nothing is looked up for a config without lookups, nor for another environment', async () => {
  const asked: (readonly string[])[] = [];
  const select = withLookups({}, asked);
  const { lookups } = await select({
    api: {
      ecs: { ...ecs, cluster: '{{environment}}' },
      environments: { production: { ecs: { service: '{{look "a"}}' } } },
    },
  });
  expect([asked, lookups]).toEqual([[], { calls: [], facts: {} }]);
});

test('a value that a branch does not use may be missing', async () => {
  const { targets } = await withLookups({ a: 'blue' })({
    api: {
      ecs: { ...ecs, cluster: '{{#if (eq environment.name "production")}}{{look "b"}}{{else}}{{look "a"}}{{/if}}' },
    },
  });
  expect(targets[0]?.options).toMatchObject({ ecs: { cluster: 'blue' } });
});

test('everything that could not be looked up is told at once, each with its place', async () => {
  const services = {
    api: { ecs: { cluster: '{{look "a"}}-{{look "b"}}', service: '{{look (concat "for" "bidden")}}' } },
    web: { ecs, environments: { staging: { ecs: { container: '{{look "c"}}' } } } },
  };
  expect(await told(() => withLookups({})(services))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    deploy.config.ts has 4 problems:
      services.api.ecs.cluster: "{{look \\"a\\"}}-{{look \\"b\\"}}": there is no "a"
      services.api.ecs.cluster: "{{look \\"a\\"}}-{{look \\"b\\"}}": there is no "b"
      services.api.ecs.service: "{{look (concat \\"for\\" \\"bidden\\")}}": "forbidden" may not be looked up
      services.web.environments.staging.ecs.container: "{{look \\"c\\"}}": there is no "c""
  `);
});

test('mistakes in calls of lookups are told when the config is read', async () => {
  const services = {
    api: { ecs: { cluster: '{{lok "a"}}', service: '{{look}}' } },
    web: { ecs: { cluster: '{{look "forbidden"}}', service: '{{look release.tga}}' } },
  };
  expect(await told(() => withLookups({})(services))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    deploy.config.ts has 4 problems:
      services.api.ecs.cluster: "{{lok \\"a\\"}}": there is no helper "lok"; did you mean "look"? available: concat, default, eq, lower, upper, look
      services.api.ecs.service: "{{look}}": look takes 1 argument
      services.web.ecs.cluster: "{{look \\"forbidden\\"}}": "forbidden" may not be looked up
      services.web.ecs.service: "{{look release.tga}}": there is no "release.tga"; did you mean "release.tag"? available: release.version, release.tag, release.branch, release.commit, release.shortCommit, release.commitTime, release.imageTag"
  `);
});

test('without a release every service is there, and what only a release could say stays open', async () => {
  const config = await parseConfig(
    shop({
      services: {
        api: {
          ecr: { repository: 'shop/api', build: { context: 'build/{{release.version}}' } },
          ecs: { cluster: 'shop-{{environment.name}}', service: 'api-{{release.branch}}', container: 'app' },
        },
      },
    }),
    { plugins, file: 'deploy.config.ts' },
  );
  const { targets } = await selectTargets(config, { environment: 'staging', admission: null });
  expect(targets.map(({ options }) => options)).toEqual([
    {
      ecr: { repository: 'shop/api', build: { context: 'build/{{release.version}}' } },
      ecs: { cluster: 'shop-staging', service: 'api-{{release.branch}}', container: 'app' },
    },
  ]);
});

test('without a release a service that is not there is still told', async () => {
  const config = await parseConfig(shop(), { plugins, file: 'deploy.config.ts' });
  const request = { environment: 'staging', admission: null, services: ['wrker'] };
  await expect(selectTargets(config, request)).rejects.toMatchObject({ code: 'SERVICE_UNKNOWN' });
});

test('without a release, what cannot be looked up is told, and what only a release could say is not', async () => {
  const cluster = '{{look "a"}}';
  const services = { api: { ecs: { cluster, service: '{{look release.version}}', container: '{{release.tag}}' } } };
  const references = [...plugins, { name: 'looks', load: async () => fakeLookup({}) }];
  const config = await parseConfig(shop({ services }), { plugins: references, file: 'deploy.config.ts' });
  const lookUp = (calls: readonly LookupCall[]) =>
    observeFacts(buildRequest([], { lookups: calls }), config.plugins, buildContext());
  expect(
    await told(() => selectTargets(config, { environment: 'staging', admission: null, lookUp })),
  ).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    deploy.config.ts has 1 problem:
      services.api.ecs.cluster: "{{look \\"a\\"}}": there is no "a""
  `);
});
