import { expect, test } from 'vitest';
import { globPattern, readGitlabCondition, wholePattern } from './refs.ts';

test.each([
  ['^v\\d+\\.\\d+$', '^v\\d+\\.\\d+$'],
  ['^v', '^v.*$'],
  ['release', '^.*release.*$'],
  ['^a$|^b$', '^.*(?:^a$|^b$).*$'],
  ['^(a|b)$', '^(a|b)$'],
  ['^a\\/b\\$', '^a\\/b\\$.*$'],
  ['(', null],
])('%s is %s', (source, expected) => expect(wholePattern(source)?.source ?? null).toBe(expected));

test.each([
  ['v*', 'v*'],
  ['release/**', 'release/**'],
  ['v[0-9]+.[0-9]+', '/^v[0-9]+\\.[0-9]+$/'],
  ['[', 'null'],
])('%s as for file names is %s', (glob, expected) => expect(String(globPattern(glob))).toBe(expected));

test.each([
  ['$CI_COMMIT_TAG', 'tag /^.+$/'],
  ['$CI_COMMIT_TAG =~ /^v\\d+$/', 'tag /^v\\d+$/'],
  ['$CI_COMMIT_TAG != null && $CI_COMMIT_TAG =~ /^v/', 'tag /^v.*$/'],
  ['$CI_COMMIT_BRANCH == "main" || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', 'branch main, branch null'],
  ['($CI_COMMIT_REF_NAME == \'main\') && $CI_PIPELINE_SOURCE == "push"', 'branch main'],
  ['$CI_COMMIT_BRANCH =~ /^release-/', 'branch /^release-.*$/'],
  ['$CI_PIPELINE_SOURCE == "schedule"', '! $CI_PIPELINE_SOURCE == "schedule" is no tag and no branch'],
  ['$CI_PIPELINE_SOURCE == "push"', '! it names no tag and no branch'],
  ['$CI_COMMIT_BRANCH == "main" && $DEPLOY', '! $DEPLOY is no tag and no branch'],
])('%s is %s', (condition, expected) => {
  const read = readGitlabCondition(condition);
  const shown = read.ok
    ? read.refs.map((ref) => (ref.kind === 'tag' ? `tag ${ref.pattern}` : `branch ${ref.branch}`)).join(', ')
    : `! ${read.reason}`;
  expect(shown).toBe(expected);
});
