import { expect, test } from 'vitest';
import { ciRef } from './ci-ref.ts';

const sha = '4f2d9e1c0b8a7654321fedcba98765432100abcd';
const tag = { type: 'tag', name: 'v1.0.0' };
const main = { type: 'branch', name: 'main' };

test.each([
  [
    'GitLab, tag',
    { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v1.0.0', CI_COMMIT_REF_NAME: 'v1.0.0', CI_COMMIT_SHA: sha },
    { origin: 'gitlab', ref: tag, commit: sha },
  ],
  [
    'GitLab, branch',
    { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: sha },
    { origin: 'gitlab', ref: main, commit: sha },
  ],
  [
    'GitLab, merge request',
    { GITLAB_CI: 'true', CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'main', CI_COMMIT_SHA: sha },
    { origin: 'gitlab', ref: null, commit: sha },
  ],
  [
    'GitHub, tag',
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_REF: 'refs/tags/v1.0.0',
      GITHUB_REF_TYPE: 'tag',
      GITHUB_REF_NAME: 'v1.0.0',
      GITHUB_SHA: sha,
    },
    { origin: 'github', ref: tag, commit: sha },
  ],
  [
    'GitHub, branch with slashes',
    { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/feature/x', GITHUB_SHA: sha },
    { origin: 'github', ref: { type: 'branch', name: 'feature/x' }, commit: sha },
  ],
  [
    'GitHub, pull request',
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_REF: 'refs/pull/5/merge',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REF_NAME: '5/merge',
      GITHUB_SHA: sha,
    },
    { origin: 'github', ref: null, commit: sha },
  ],
  [
    'GitHub, short names alone',
    { GITHUB_ACTIONS: 'true', GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.0.0' },
    { origin: 'github', ref: tag, commit: null },
  ],
  [
    'Bitbucket, tag',
    { BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_TAG: 'v1.0.0', BITBUCKET_COMMIT: sha },
    { origin: 'bitbucket', ref: tag, commit: sha },
  ],
  [
    'Bitbucket, branch',
    { BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_BRANCH: 'main', BITBUCKET_COMMIT: sha },
    { origin: 'bitbucket', ref: main, commit: sha },
  ],
  [
    'Bitbucket, pull request',
    { BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_BRANCH: 'main', BITBUCKET_PR_ID: '5' },
    { origin: 'bitbucket', ref: null, commit: null },
  ],
  [
    'CircleCI, tag',
    { CIRCLECI: 'true', CIRCLE_TAG: 'v1.0.0', CIRCLE_SHA1: sha },
    { origin: 'circleci', ref: tag, commit: sha },
  ],
  [
    'CircleCI, branch',
    { CIRCLECI: 'true', CIRCLE_BRANCH: 'main', CIRCLE_SHA1: sha },
    { origin: 'circleci', ref: main, commit: sha },
  ],
  [
    'CircleCI, pull request of a fork',
    { CIRCLECI: 'true', CIRCLE_BRANCH: 'pull/5', CIRCLE_PR_NUMBER: '5' },
    { origin: 'circleci', ref: null, commit: null },
  ],
  [
    'Buildkite, tag',
    { BUILDKITE: 'true', BUILDKITE_TAG: 'v1.0.0', BUILDKITE_BRANCH: 'v1.0.0', BUILDKITE_COMMIT: sha },
    { origin: 'buildkite', ref: tag, commit: sha },
  ],
  [
    'Buildkite, branch',
    { BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: 'false', BUILDKITE_COMMIT: 'HEAD' },
    { origin: 'buildkite', ref: main, commit: null },
  ],
  [
    'Buildkite, pull request',
    { BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: '5', BUILDKITE_COMMIT: sha },
    { origin: 'buildkite', ref: null, commit: sha },
  ],
  ['empty variables', { CI_COMMIT_TAG: '', CI_COMMIT_BRANCH: '', GITHUB_REF: '' }, null],
  ['a laptop', { HOME: '/home/me', CI: undefined }, null],
])('%s', (_, env, expected) => expect(ciRef(env)).toEqual(expected));
