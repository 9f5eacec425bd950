import { expect, test } from 'vitest';
import * as z from 'zod';
import { told } from '../../test/support/error-of.ts';
import { fakeLookup, fakeReference, plugins } from '../../test/support/plugins.ts';
import { shop } from '../../test/support/shop.ts';
import { parseConfig } from './parse-config.ts';

const parse = (raw: unknown) => parseConfig(raw, { plugins, file: 'deploy.config.ts' });
const problems = async (raw: unknown) =>
  (await told(() => parse(raw)))
    .split('\n')
    .slice(2)
    .map((line) => line.trim());

test('a config becomes what the code reads', async () => {
  const config = await parse(shop());
  expect(config.project).toBe('shop');
  expect(config.plugins.map(({ name }) => name)).toEqual(['ecr', 'ecs']);
  expect(config.environments).toEqual({
    staging: {
      name: 'staging',
      account: '111111111111',
      region: 'ap-northeast-1',
      role: 'arn:aws:iam::111111111111:role/deploy',
      confirm: false,
    },
    production: { name: 'production', account: '222222222222', region: 'ap-northeast-1', role: null, confirm: true },
  });
  expect(config.tagRules[0]).toEqual({
    type: 'tag',
    written: '/^v\\d+\\.\\d+\\.\\d+$/',
    pattern: /^(?:^v\d+\.\d+\.\d+$)$/,
    environments: ['staging', 'production'],
    services: null,
    imageTag: null,
  });
  expect(Object.keys(config.services)).toEqual(['api', 'worker', 'web']);
  expect(config.services.web?.environments).toEqual({ production: { ecs: { wait: { budget: '20m' } } } });
});

test('the same config in JSON says the same, patterns written as strings', async () => {
  const rules = [
    { tag: '^v\\d+\\.\\d+\\.\\d+$', environments: ['staging', 'production'] },
    { tag: '^(?<service>[a-z-]+)/v(?<version>\\d+\\.\\d+\\.\\d+)$', environments: ['staging', 'production'] },
    { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ];
  const json = JSON.parse(JSON.stringify({ $schema: './deploy.schema.json', ...shop({ tagRules: rules }) })) as unknown;
  const [fromJson, fromTypeScript] = await Promise.all([parse(json), parse(shop())]);
  expect(fromJson.services).toEqual(fromTypeScript.services);
  expect(fromJson.tagRules.map(({ pattern }) => pattern.test('v1.2.3'))).toEqual([true, false, false]);
});

test('every problem of a config is told at once', async () => {
  const wrong = {
    projct: 'shop',
    project: 'my shop',
    environments: {
      staging: { account: 111111111111, region: 'eu-west-1a', confirm: 'yes' },
      production: {
        account: '22222222222',
        region: 'europe',
        role: 'arn:aws:iam::333333333333:role/deploy',
        acount: '1',
      },
      'pre prod': { account: '222222222222', region: 'eu-west-1', role: 'arn:aws:iam::333333333333:role/deploy' },
    },
    tagRules: [
      { tag: '(', environments: ['prod'] },
      { tag: 'v1', branch: 'main', environments: [] },
      { branch: 'main', environments: ['staging', 'stagin'], services: ['apis'] },
      { environments: ['staging'] },
      { tag: 'v1', environments: ['staging'], imageTag: '{{realease.tag}}', extra: 1 },
    ],
    services: {
      api: {
        ecr: { repository: 'SHOP', build: { contxt: '.' } },
        ecs: { cluster: 5, service: '{{service.nam}}' },
        environments: { prodution: {}, staging: { ecs: { wait: { budgt: '1m' } } } },
      },
      empty: {},
      odd: { ecz: {}, ecs: { cluster: 'a', service: 'b' } },
    },
  };
  expect(await told(() => parse(wrong))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    deploy.config.ts has 30 problems:
      projct: unknown key; did you mean "project"?
      project: a name has letters, digits, ".", "_" and "-", begins with a letter or digit, and is at most 63 long
      environments.staging.account: expected a string, got 111111111111; write it in quotes
      environments.staging.region: "eu-west-1a" is an availability zone; its region is "eu-west-1"
      environments.staging.confirm: expected true or false, got "yes"
      environments.production.account: "22222222222" is not an account id: twelve digits
      environments.production.region: "europe" is not a region, such as "eu-west-1"
      environments.production.acount: unknown key; did you mean "account"?
      environments["pre prod"]: a name has letters, digits, ".", "_" and "-", begins with a letter or digit, and is at most 63 long
      environments["pre prod"].role: is a role of account 333333333333, but the environment's account is 222222222222
      tagRules[0].tag: is not a pattern: Invalid regular expression: /(/: Unterminated group
      tagRules[0].environments[0]: there is no environment "prod"; did you mean "production"? available: staging, production, pre prod
      tagRules[1]: has both a tag and a branch; write two rules
      tagRules[1].environments: names no environment
      tagRules[2].environments[1]: there is no environment "stagin"; did you mean "staging"? available: staging, production, pre prod
      tagRules[2].services[0]: there is no service "apis"; did you mean "api"? available: api, empty, odd
      tagRules[2].imageTag: is required for a branch, such as "{{release.branch}}-{{release.shortCommit}}"
      tagRules[3]: needs a tag or a branch
      tagRules[4].imageTag: "{{realease.tag}}": there is no "realease"; did you mean "release"? available: project, environment, release
      tagRules[4].extra: unknown key; known keys: tag, branch, environments, services, imageTag
      services.api.ecr.repository: must be a repository name
      services.api.ecr.build.contxt: unknown key; did you mean "context"?
      services.api.ecr.build.context: is required
      services.api.ecs.cluster: expected a string, got 5; write it in quotes
      services.api.ecs.service: "{{service.nam}}": there is no "service.nam"; did you mean "service.name"? available: service.name
      services.api.ecs.wait.budget: is required (in staging)
      services.api.environments.prodution: there is no environment "prodution"; did you mean "production"? available: staging, production, pre prod
      services.api.environments.staging.ecs.wait.budgt: unknown key; did you mean "budget"?
      services.empty: has no settings for any plugin; write ecr or ecs
      services.odd.ecz: there is no plugin "ecz"; did you mean "ecr"? available: ecr, ecs"
  `);
});

test.each([
  ['nothing', undefined, ['is missing']],
  ['null', null, ['expected an object, got null']],
  ['a text', 'shop', ['expected an object, got "shop"']],
  ['a list', [], ['expected an object, got a list']],
  ['a function', () => shop(), ['expected plain data, got a function']],
  ['a date', new Date(0), ['expected plain data, got a Date']],
])('%s is no config', async (_, raw, expected) => expect(await problems(raw)).toEqual(expected));

test('what an environment holds for all is held against the plugins, and told where it stands', async () => {
  const staging = { account: '111111111111', region: 'eu-west-1' };
  const at = (defaults: unknown) =>
    problems(
      shop({
        environments: { staging: { ...staging, defaults } },
        tagRules: [{ tag: 'v1', environments: ['staging'] }],
        services: { api: { ecs: { cluster: 'a', service: 'b' } } },
      }),
    );
  expect(await at({ ecz: {} })).toEqual([
    'environments.staging.defaults.ecz: there is no plugin "ecz"; did you mean "ecr"? available: ecr, ecs',
  ]);
  expect(await at({ ecs: { wait: { budgt: '1m' } } })).toContain(
    'environments.staging.defaults.ecs.wait.budgt: unknown key; did you mean "budget"?',
  );
  expect(await at({ ecs: { cluster: '{{environment.nam}}' } })).toEqual([
    'environments.staging.defaults.ecs.cluster: "{{environment.nam}}": there is no "environment.nam"; did you mean "environment.name"? available: environment.name, environment.account, environment.region, environment.role',
  ]);
  expect(await at({ ecs: 'fast' })).not.toEqual([]);
});

test.each([
  ['no environment', { environments: {} }, 'environments: there is no environment'],
  ['no service', { services: {} }, 'services: there is no service'],
  ['no rule', { tagRules: [] }, 'tagRules: there is no rule, so every ref would be refused'],
  [
    'a list of one name',
    { tagRules: [{ tag: 'v1', environments: 'staging' }] },
    'tagRules[0].environments: expected a list, got "staging"',
  ],
])('%s is told', async (_, changes, expected) => expect(await problems(shop(changes))).toContain(expected));

test('what cannot stand in a plan is told with its place', async () => {
  const raw = shop({
    services: {
      api: { ecs: { cluster: new Date(0), service: () => 'api', container: Number.NaN } },
      web: { ecs: JSON.parse('{"__proto__": {"cluster": "x"}, "cluster": "a", "service": "b"}') as unknown },
    },
  });
  expect(await problems(raw)).toEqual([
    'services.api.ecs.cluster: expected plain data, got a Date',
    'services.api.ecs.service: expected plain data, got a function',
    'services.api.ecs.container: NaN is not a number that JSON knows',
    'services.web.ecs.__proto__: a key of this name is not allowed',
  ]);
});

test('what throws when it is read is told with its place', async () => {
  const sour = (key: string): object =>
    Object.defineProperty({}, key, { enumerable: true, get: () => JSON.parse('{') as unknown });
  expect(await problems(shop({ services: { api: { ecs: sour('cluster') } } }))).toContainEqual(
    expect.stringMatching(/^services\.api\.ecs: cannot be read: /),
  );
  for (const key of ['project', 'plugins', 'environments']) {
    expect(await problems(sour(key))).toContainEqual(expect.stringMatching(/^cannot be read: /));
  }
});

test('a config that holds itself is told and not followed', async () => {
  const ecs: Record<string, unknown> = { cluster: 'a', service: 'b' };
  ecs.self = ecs;
  expect(await problems(shop({ services: { api: { ecs } } }))).toContain(
    'services.api.ecs.self: refers to an object that contains it',
  );
});

test('options are checked per environment, after merging, and the place says where they were written', async () => {
  const services = {
    web: {
      ecs: { service: 'web' },
      environments: { staging: { ecs: { cluster: 'a', wait: { budget: 'soon' } } }, production: { ecs: {} } },
    },
  };
  expect(await problems(shop({ services }))).toEqual([
    'services.web.ecs.cluster: is required (in production)',
    'services.web.environments.staging.ecs.wait.budget: must be a duration',
  ]);
});

test('settings in one environment alone complete the options', async () => {
  const both = { ecs: { cluster: 'a', service: 'b' } };
  await expect(
    parse(shop({ services: { web: { environments: { staging: both, production: both } } } })),
  ).resolves.toBeDefined();
});

test('a template stands where the plugin wants a certain form', async () => {
  const services = {
    api: { ecr: { repository: '{{project}}/{{service}}', build: { context: '.' } } },
    web: {
      ecr: { images: { web: { repository: '{{project}}/web', build: { context: '.', with: '{{release.tag}}' } } } },
    },
  };
  await expect(parse(shop({ services }))).resolves.toBeDefined();
});

test('plugins are named, found elsewhere, loaded once each, and told when they cannot be', async () => {
  const slack = fakeReference('slack', z.strictObject({ channel: z.string() }));
  const options = { plugins, resolvePlugin: (name: string) => Promise.resolve(name === 'slack' ? slack : null) };
  const services = { api: { slack: { channel: 'ops' } } };
  const config = await parseConfig(shop({ plugins: ['ecs', 'slack'], services }), options);
  expect(config.plugins.map(({ name }) => name)).toEqual(['ecs', 'slack']);
  const broken = { name: 'broken', load: () => Promise.reject(new Error('no such module')) };
  const hollow = { name: 'hollow', load: () => Promise.resolve({}) };
  expect(await problems(shop({ plugins: ['ec', 7, broken, hollow, 'ecs', 'ecr', 'ecs'] }))).toEqual([
    'plugins[0]: there is no plugin "ec"; did you mean "ecr"? available: ecr, ecs',
    'plugins[1]: expected a plugin such as ecr(), or its name, got 7',
    'plugins[2]: "broken" cannot be loaded: no such module',
    'plugins[3]: "hollow" does not load a plugin',
    'plugins[6]: plugin "ecs" is listed twice',
  ]);
});

test('a plugin that is offered is there when it is named, with settings or without', async () => {
  const created: unknown[] = [];
  const offers = [
    {
      name: 'looks',
      helpers: ['look'],
      create: (settings: unknown) => {
        created.push(settings);
        return { name: 'looks', load: async () => fakeLookup({}) };
      },
    },
  ];
  const services = { api: { ecs: { cluster: '{{look "a"}}', service: 'b' } } };
  const named = async (...list: readonly unknown[]) => {
    const config = await parseConfig(shop({ plugins: ['ecs', ...list], services }), { plugins, offers });
    return config.plugins.map(({ name }) => name);
  };
  expect(await named('looks')).toEqual(['ecs', 'looks']);
  expect(await named({ looks: { a: 1 } })).toEqual(['ecs', 'looks']);
  expect(created).toEqual([undefined, { a: 1 }]);
  const mistakes = await told(() => named({ ecr: {} }, { lokks: {} }, { a: {}, b: {} }));
  expect(mistakes).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    the config has 4 problems:
      services.api.ecs.cluster: "{{look \\"a\\"}}": there is no helper "look"; the plugin looks() provides it: list it in plugins
      plugins[1]: plugin "ecr" has no settings of its own
      plugins[2]: there is no plugin "lokks"; did you mean "looks"? available: ecr, ecs, looks
      plugins[3]: expected a plugin such as ecr(), or its name, got an object"
  `);
});

test('what is wrong between services is told once each of them is right by itself', async () => {
  const { load } = fakeReference('needs', z.array(z.string()));
  const needs = {
    name: 'needs',
    load: async () => ({
      ...(await load()),
      checkServices: (written: Readonly<Record<string, unknown>>) =>
        Object.entries(written).flatMap(([service, names]) =>
          (names as readonly string[]).flatMap((name, index) =>
            name in written ? [] : [{ path: [service, index], message: `there is no service "${name}"` }],
          ),
        ),
    }),
  };
  const services = { api: { needs: [] }, web: { needs: ['api', 'ap'], environments: { staging: { needs: ['wb'] } } } };
  expect(await told(() => parseConfig(shop({ plugins: [needs], services }), { plugins }))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    the config has 2 problems:
      services.web.needs[1]: there is no service "ap" (in production)
      services.web.environments.staging.needs[0]: there is no service "wb""
  `);
});

test('options of a plugin that stand inside those of another are told where they belong', async () => {
  const offers = [
    { name: 'checks', helpers: [], create: () => ({ name: 'checks', load: async () => fakeLookup({}) }) },
  ];
  const services = { api: { ecs: { cluster: 'a', service: 'b', ecr: {}, checks: {} } } };
  expect(await told(() => parseConfig(shop({ services }), { plugins, offers }))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    the config has 2 problems:
      services.api.ecs.ecr: unknown key; write ecr beside ecs, not in it
      services.api.ecs.checks: unknown key; write checks beside ecs, not in it, and add checks() to plugins"
  `);
});

test('the lookup of a plugin that is not listed names the plugin, and an image tag has none', async () => {
  const offers = [{ name: 'looks', helpers: ['look'], create: () => fakeReference('looks', null) }];
  const services = { api: { ecs: { cluster: '{{look "a"}}', service: 'b' } } };
  const tagRules = [{ branch: 'main', environments: ['staging'], imageTag: '{{look "a"}}-{{release.commit}}' }];
  expect(await told(() => parseConfig(shop({ services, tagRules }), { plugins, offers }))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    the config has 2 problems:
      tagRules[0].imageTag: "{{look \\"a\\"}}-{{release.commit}}": there is no helper "look"; available: concat, default, eq, lower, upper
      services.api.ecs.cluster: "{{look \\"a\\"}}": there is no helper "look"; the plugin looks() provides it: list it in plugins"
  `);
});

test('two plugins cannot have the same helper', async () => {
  const load = (helper: string) => ({
    name: `${helper}s`,
    load: async () => ({ ...fakeLookup({}, [], helper), name: helper }),
  });
  const other = { name: 'other', load: async () => ({ ...fakeLookup({}, [], 'look'), name: 'other' }) };
  expect(await problems(shop({ plugins: ['ecr', 'ecs', load('look'), other, load('upper')] }))).toEqual([
    'plugins[3]: the helper "look" already exists',
    'plugins[4]: the helper "upper" already exists',
  ]);
});

test('a plugin without options takes no settings', async () => {
  const raw = shop({
    plugins: [fakeReference('aws', null), 'ecs'],
    services: { api: { aws: {}, ecs: { cluster: 'a', service: 'b' } } },
  });
  expect(await problems(raw)).toEqual(['services.api.aws: there is no plugin "aws"; available: ecs']);
});

test('names of things that every object has are names like any other', async () => {
  const services = { constructor: { ecs: { cluster: 'a', service: 'b' } } };
  const config = await parse(shop({ services }));
  expect(Object.keys(config.services)).toEqual(['constructor']);
  expect(await problems(shop({ services: { api: { toString: {} } } }))).toEqual([
    'services.api.toString: there is no plugin "toString"; available: ecr, ecs',
  ]);
});

test('the config is not touched', async () => {
  const raw = shop();
  const before = JSON.stringify(raw);
  Object.freeze(raw);
  await parse(raw);
  expect(JSON.stringify(raw)).toBe(before);
});
