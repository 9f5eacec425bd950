import { expect, test } from 'vitest';
import { told } from '../../test/support/error-of.ts';
import { plugins } from '../../test/support/plugins.ts';
import { commit, gitFacts, shop, tagged } from '../../test/support/shop.ts';
import type { GitFacts } from '../release/git-facts.ts';
import { admitRef } from './admit-ref.ts';
import { parseConfig } from './parse-config.ts';

const admit = async (git: GitFacts, environment: string, changes: Readonly<Record<string, unknown>> = {}) =>
  admitRef(await parseConfig(shop(changes), { plugins }), git, environment);
const rule = (more: Readonly<Record<string, unknown>>) => ({
  tagRules: [{ environments: ['staging', 'production'], ...more }],
});

test('a tag becomes a release', async () => {
  const dirtyPaths = ['README.md'];
  expect(await admit({ ...tagged('v1.2.3'), dirtyPaths }, 'production')).toEqual({
    environment: 'production',
    ref: { type: 'tag', name: 'v1.2.3' },
    rule: 0,
    services: null,
    release: {
      version: '1.2.3',
      tag: 'v1.2.3',
      branch: null,
      commit,
      shortCommit: '4f2d9e1',
      commitTime: 1_790_000_000,
      dirty: true,
      dirtyPaths,
      imageTag: 'v1.2.3',
      source: 'https://example.com/shop',
    },
  });
});

test('a tag that names a service deploys that service alone', async () => {
  const { services, release } = await admit(tagged('web/v2.0.0'), 'staging');
  expect(services).toEqual(['web']);
  expect(release).toMatchObject({ version: '2.0.0', tag: 'web/v2.0.0', imageTag: 'v2.0.0' });
});

test('a branch gets an image tag with its commit', async () => {
  const { release, rule: index } = await admit(gitFacts(), 'staging');
  expect(release).toMatchObject({ version: null, tag: null, branch: 'main', imageTag: 'main-4f2d9e1' });
  expect(index).toBe(2);
});

test.each<[string, Readonly<Record<string, unknown>>, GitFacts, string]>([
  [
    'slashes of a branch',
    { branch: /.+/, imageTag: '{{release.branch}}-{{release.shortCommit}}' },
    gitFacts({ refs: [{ type: 'branch', name: 'feature/x' }] }),
    'feature-x-4f2d9e1',
  ],
  ['the whole tag', { tag: /.+/, imageTag: '{{release.tag}}' }, tagged('web/v1.0.0'), 'web-v1.0.0'],
  ['build metadata', { tag: /.+/ }, tagged('v1.0.0+5'), 'v1.0.0_5'],
  [
    'project and environment',
    { tag: /.+/, imageTag: '{{project}}-{{environment.name}}-{{release.version}}' },
    tagged('v1.0.0'),
    'shop-production-1.0.0',
  ],
])('%s in an image tag', async (_, ...[written, git, imageTag]) => {
  expect((await admit(git, 'production', rule(written))).release.imageTag).toBe(imageTag);
});

test('of several tags on the commit the one that a rule admits is meant, and it wins over the branch', async () => {
  const git = gitFacts({ refs: [...tagged('weekly', 'v1.2.3').refs, { type: 'branch', name: 'main' }] });
  expect((await admit(git, 'staging')).ref).toEqual({ type: 'tag', name: 'v1.2.3' });
});

test('the branch is meant when no tag of the commit is admitted', async () => {
  const git = gitFacts({ refs: [...tagged('weekly').refs, { type: 'branch', name: 'main' }] });
  expect((await admit(git, 'staging')).ref).toEqual({ type: 'branch', name: 'main' });
});

test('several admitted tags are ambiguous', async () => {
  expect(await told(() => admit(tagged('v1.2.4', 'v1.2.3'), 'staging'))).toMatchInlineSnapshot(`
    "REF_AMBIGUOUS (usage)
    the checked-out commit has several tags that may go to "staging": v1.2.4, v1.2.3
    → choose one: --tag v1.2.4"
  `);
});

test('a ref that no rule matches is refused with the rules', async () => {
  expect(await told(() => admit(tagged('v1.2'), 'staging'))).toMatchInlineSnapshot(`
    "REF_NOT_ADMITTED (refused)
    tag "v1.2" may not go to "staging": no tag rule matches it
    the tag rules are:
      tagRules[0]: tag /^v\\d+\\.\\d+\\.\\d+$/ → staging, production
      tagRules[1]: tag /^(?<service>[a-z-]+)\\/v(?<version>\\d+\\.\\d+\\.\\d+)$/ → staging, production
      tagRules[2]: branch main → staging
    → name a tag that a rule admits with --tag, or add a rule for this ref; a rule must match the whole name"
  `);
});

test('a ref that its rule keeps from the environment is refused, and told where it may go', async () => {
  expect(await told(() => admit(gitFacts(), 'production'))).toMatchInlineSnapshot(`
    "REF_NOT_ADMITTED (refused)
    branch "main" may not go to "production": tagRules[2] admits it to staging only
    the tag rules are:
      tagRules[0]: tag /^v\\d+\\.\\d+\\.\\d+$/ → staging, production
      tagRules[1]: tag /^(?<service>[a-z-]+)\\/v(?<version>\\d+\\.\\d+\\.\\d+)$/ → staging, production
      tagRules[2]: branch main → staging
    → deploy it to "staging", or name another tag with --tag"
  `);
});

test('an environment that is not there is told with the nearest', async () => {
  expect(await told(() => admit(gitFacts(), 'prodution'))).toMatchInlineSnapshot(`
    "ENVIRONMENT_UNKNOWN (usage)
    there is no environment "prodution"
    → did you mean "production"? available: staging, production"
  `);
  expect(await told(() => admit(gitFacts(), 'constructor'))).toMatch(/^ENVIRONMENT_UNKNOWN/);
});

test('a tag of a service that is not there is refused', async () => {
  expect(await told(() => admit(tagged('wep/v1.0.0'), 'staging'))).toMatchInlineSnapshot(`
    "TAG_SERVICE_UNKNOWN (refused)
    tag "wep/v1.0.0" names service "wep", which it cannot deploy
    → did you mean "web"? available: api, worker, web"
  `);
});

test('a tag of a service that the rule leaves out is refused', async () => {
  const changes = rule({ tag: /(?<service>[a-z]+)\/v1/, services: ['api'] });
  expect(await told(() => admit(tagged('web/v1'), 'staging', changes))).toMatch(/^TAG_SERVICE_UNKNOWN \(refused\)/);
});

test.each(['latest', 'stable', 'test', 'main', '{{environment.name}}', '{{project}}', '{{upper "latest"}}'])(
  'the image tag %s moves and is refused',
  async (imageTag) => {
    expect(await told(() => admit(tagged('v1.0.0'), 'staging', rule({ tag: /.+/, imageTag })))).toMatch(
      /^MOVING_TAG \(refused\)/,
    );
  },
);

test('an image tag of a branch without the commit is refused', async () => {
  const changes = rule({ branch: 'main', imageTag: 'shop-{{release.branch}}' });
  expect(await told(() => admit(gitFacts(), 'staging', changes))).toMatchInlineSnapshot(`
    "MOVING_TAG (refused)
    image tag "shop-main" does not contain the commit; an image tag never moves
    → write {{release.branch}}-{{release.shortCommit}} into tagRules[0].imageTag"
  `);
});

test('an image tag of a git tag that says nothing of it is refused', async () => {
  expect(
    await told(() => admit(tagged('v1.0.0'), 'staging', rule({ tag: /.+/, imageTag: 'latest' }))),
  ).toMatchInlineSnapshot(`
    "MOVING_TAG (refused)
    image tag "latest" is a name that moves between images; an image tag never moves
    → write {{release.version}} or {{release.tag}} into tagRules[0].imageTag"
  `);
});

test('an image tag that no registry takes is told', async () => {
  const changes = rule({ tag: /.+/, imageTag: 'shop:{{release.version}}' });
  expect(await told(() => admit(tagged('v1.0.0'), 'staging', changes))).toMatchInlineSnapshot(`
    "IMAGE_TAG_INVALID (usage)
    "shop:1.0.0" is not a valid image tag
    → tagRules[0].imageTag must give letters, digits, ".", "_" and "-", at most 128, beginning with a letter, a digit or "_""
  `);
});

test('a value that the release does not have is told', async () => {
  const changes = rule({ branch: 'main', imageTag: '{{release.version}}-{{release.shortCommit}}' });
  expect(await told(() => admit(gitFacts(), 'staging', changes))).toMatchInlineSnapshot(`
    "CONFIG_INVALID (usage)
    the config has 1 problem:
      tagRules[0].imageTag: "{{release.version}}-{{release.shortCommit}}": release.version has no value here"
  `);
});
