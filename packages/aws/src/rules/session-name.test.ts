import { expect, test } from 'vitest';
import { pipelineOf, sessionName } from './session-name.ts';

const uuid = '0192f0c1-7c1b-7e51-9c4a-93f1f0a4d1c2';

test.each([
  ['a GitHub run', 'shop', { GITHUB_RUN_ID: '9876543210', GITHUB_RUN_ATTEMPT: '2' }, 'funade-shop-github-9876543210-2'],
  ['a GitLab pipeline', 'shop', { CI_PIPELINE_ID: '4711' }, 'funade-shop-gitlab-4711'],
  ['a Bitbucket build', 'shop', { BITBUCKET_BUILD_NUMBER: '17' }, 'funade-shop-bitbucket-17'],
  ['a CircleCI build', 'shop', { CIRCLE_BUILD_NUM: '17' }, 'funade-shop-circleci-17'],
  ['a Buildkite build', 'shop', { BUILDKITE_BUILD_NUMBER: '17' }, 'funade-shop-buildkite-17'],
  ['a laptop', 'shop', { USER: 'alice' }, 'funade-shop-alice'],
  ['a laptop of Windows', 'shop', { USERNAME: 'Alice Müller' }, 'funade-shop-Alice-M-ller'],
  ['nobody', 'shop', {}, 'funade-shop'],
  ['a CI with a user', 'shop', { CI_PIPELINE_ID: '4711', USER: 'root' }, 'funade-shop-gitlab-4711'],
  ['letters that STS refuses', 'my shop/東京', { USER: 'a:b' }, 'funade-my-shop--a-b'],
  ['a long project', 'p'.repeat(80), { CI_PIPELINE_ID: '4711' }, `funade-${'p'.repeat(45)}-gitlab-4711`],
  ['a long pipeline', 'p'.repeat(80), { BUILDKITE_BUILD_NUMBER: uuid + uuid }, `funade-${'p'.repeat(16)}-d1c2${uuid}`],
])('a session is named after %s', (...[, project, env, name]) => {
  const found = sessionName({ project, env });
  expect(found).toMatch(/^[\w+=,.@-]{2,64}$/);
  expect(found).toBe(name);
});

test('outside of a CI there is no pipeline', () => expect(pipelineOf({ USER: 'alice' })).toBeNull());
