import { expect, test } from 'vitest';
import type { GitRef } from './git-facts.ts';
import { tagPattern, writtenPattern } from './tag-pattern.ts';
import { lastPart, matchTagRule, type TagRule, tagRuleText } from './tag-rules.ts';

const rule = (type: 'tag' | 'branch', written: RegExp | string, environments = ['staging']): TagRule => ({
  type,
  written: writtenPattern(written, type),
  pattern: tagPattern(written, type),
  environments,
  services: null,
  imageTag: null,
});
const tag = (name: string): GitRef => ({ type: 'tag', name });
const branch = (name: string): GitRef => ({ type: 'branch', name });

test.each([
  ['a tag that fits', rule('tag', /^v\d+\.\d+\.\d+$/), tag('v1.2.3'), true],
  ['a tag that does not', rule('tag', /^v\d+\.\d+\.\d+$/), tag('v1.2.3-rc.1'), false],
  ['a pattern without anchors matches the whole tag', rule('tag', /v\d+/), tag('v12'), true],
  ['and no part of it', rule('tag', /v\d+/), tag('v12-old'), false],
  ['both sides of an alternation are whole', rule('tag', /v1|v2/), tag('v1x'), false],
  ['the flag g keeps no place', rule('tag', /v\d+/g), tag('v1'), true],
  ['the flag y keeps no place', rule('tag', /v\d+/y), tag('v1'), true],
  ['the flag m cuts no lines', rule('tag', /^v\d+$/m), tag('v1\nx'), false],
  ['the flag i holds', rule('tag', /v\d+/i), tag('V1'), true],
  ['the flag v holds', rule('tag', /[\p{L}--[a-z]]+/v), tag('ABC'), true],
  ['a string is a source for tags', rule('tag', 'v\\d+'), tag('v1'), true],
  ['a string in slashes is a pattern with flags', rule('tag', '/v\\d+/i'), tag('V1'), true],
  ['a name with stars is no expression', rule('tag', 'v*.*.*'), tag('v1.2.3'), true],
  ['and admits nothing else', rule('tag', 'v*.*.*'), tag('test-junk'), false],
  ['a star alone', rule('tag', '*'), tag('anything'), true],
  ['a star does not reach over a slash', rule('tag', 'api/*'), tag('api/v1/x'), false],
  ['two stars do', rule('tag', 'api/**'), tag('api/v1/x'), true],
  ['a question mark is one letter', rule('tag', 'v?.0'), tag('v12.0'), false],
  ['a dot in a glob is a dot', rule('tag', 'v*.0'), tag('v1x0'), false],
  ['a name without stars is that name', rule('tag', 'v1.0.0'), tag('v1x0x0'), false],
  ['a dot and a star are an expression', rule('tag', 'v.*'), tag('v1.2.3'), true],
  ['a branch may have stars', rule('branch', 'release/*'), branch('release/1.0'), true],
  ['and its dots are dots', rule('branch', 'release/1.*'), branch('release/1x0'), false],
  ['a rule for tags matches no branch', rule('tag', /.*/), branch('v1'), false],
  ['a rule for branches matches no tag', rule('branch', /.*/), tag('main'), false],
  ['a branch of that name', rule('branch', 'main'), branch('main'), true],
  ['a branch with more', rule('branch', 'main'), branch('main2'), false],
  ['a dot in a branch name is a dot', rule('branch', 'release/1.0'), branch('release/1x0'), false],
  ['a name with special characters', rule('branch', 'a+b(c)'), branch('a+b(c)'), true],
  ['a string in slashes is a pattern for branches too', rule('branch', '/release\\/.+/'), branch('release/1.0'), true],
])('%s', (_, ...[written, ref, matches]) => {
  // Twice: a pattern that keeps its place would fail the second time.
  expect([matchTagRule([written], ref) !== null, matchTagRule([written], ref) !== null]).toEqual([matches, matches]);
});

test('the first rule that matches decides alone', () => {
  const rules = [rule('tag', /v.*-rc\.\d+/, ['staging']), rule('tag', /v.*/, ['production'])];
  expect(matchTagRule(rules, tag('v1.0.0-rc.1'))).toMatchObject({ index: 0, rule: { environments: ['staging'] } });
  expect(matchTagRule(rules, tag('v1.0.0'))).toMatchObject({ index: 1 });
  expect(matchTagRule(rules, tag('w1'))).toBeNull();
});

test.each<[string, RegExp, string, string | null, string | null]>([
  ['a semantic tag', /.*/, 'v1.2.3', null, '1.2.3'],
  ['behind the last slash', /.*/, 'shop/api/v1.2.3-rc.1+build.5', null, '1.2.3-rc.1+build.5'],
  ['none', /.*/, 'weekly', null, null],
  ['a group', /^(?<service>[a-z-]+)\/v(?<version>\d+\.\d+\.\d+)$/, 'api/v1.2.3', 'api', '1.2.3'],
  ['a group with its v', /^(?<version>v.*)$/, 'v1.2.3', null, '1.2.3'],
  ['a group that is no semantic version', /^build-(?<version>\d+)$/, 'build-7', null, '7'],
  ['a group that matched nothing', /^(?:(?<service>api)\/)?v1.0.0$/, 'v1.0.0', null, '1.0.0'],
])('version and service of %s', (_, ...[pattern, name, service, version]) => {
  expect(matchTagRule([rule('tag', pattern)], tag(name))).toMatchObject({ service, version });
});

test('a branch has no version', () => {
  expect(matchTagRule([rule('branch', /.*/)], branch('v1.2.3'))?.version).toBeNull();
});

test('a rule is told in a line', () => {
  expect(tagRuleText(rule('tag', /^v\d+$/, ['staging', 'production']))).toBe('tag /^v\\d+$/ → staging, production');
  expect(tagRuleText({ ...rule('branch', 'main'), services: ['api', 'web'] })).toBe('branch main → staging (api, web)');
  expect(tagRuleText(rule('tag', 'v\\d+'))).toBe('tag /v\\d+/ → staging');
  expect(tagRuleText(rule('tag', 'v*.*.*'))).toBe('tag v*.*.* → staging');
});

test('an expression that tries without end is told', () => {
  expect(() => matchTagRule([rule('tag', '/(a+)+/')], tag(`${'a'.repeat(60)}!`))).toThrow(
    expect.objectContaining({ code: 'TAG_RULE_ENDLESS', category: 'usage' }),
  );
});

test('the last part of a tag', () => {
  expect([lastPart('v1'), lastPart('api/v1'), lastPart('a/b/v1')]).toEqual(['v1', 'v1', 'v1']);
});

test.each(['(', '/(/', '/a/zz', 'v[0-9]*'])('%s is no pattern', (written) => {
  expect(() => tagPattern(written, 'tag')).toThrow(SyntaxError);
});
