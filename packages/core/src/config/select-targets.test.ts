import { expect, test } from 'vitest';
import { told } from '../../test/support/error-of.ts';
import { plugins } from '../../test/support/plugins.ts';
import { gitFacts, shop, tagged } from '../../test/support/shop.ts';
import type { GitFacts } from '../release/git-facts.ts';
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
    → did you mean "worker"? there are: api, worker, web"
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
