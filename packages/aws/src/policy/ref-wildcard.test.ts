import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refWildcard } from './ref-wildcard.ts';

test.each<[RegExp, string]>([
  [/^(?:v1\.2\.3)$/, 'v1.2.3'],
  [/^v\d+\.\d+\.\d+$/, 'v*.*.*'],
  [/^(?:(?<service>[a-z-]+)\/v(?<version>\d+\.\d+\.\d+))$/, '*/v*.*.*'],
  [/^(?:hotfix-\d+)$/, 'hotfix-*'],
  [/^(?:main)$/, 'main'],
  [/^(?:release\/.*)$/, 'release/*'],
  [/^(?:v[^/]*\.[^/]*)$/, 'v*.*'],
  [/^(?:v1|v2)$/, '*'],
  [/^(?:v(?:1|2)-end)$/, 'v*-end'],
  [/^(?:v1-?rc)$/, 'v1*rc'],
  [/^(?:v1)$/i, '*'],
  [/^(?:(?=v)x{2,3}y)$/, '*y'],
  [/^(?:a\(b\)[)\]]c)$/, 'a(b)*c'],
  [/^(?:\u0041b)$/, '*b'],
])('%s is %s', (expression, pattern) => {
  expect(refWildcard('tag', expression)).toEqual({ type: 'tag', pattern });
});

test('whatever an expression matches, its pattern does', () => {
  const piece = fc.constantFrom('v', 'a', '-', '\\.', '\\d+', '[ab]', '(?:a|b)', 'y?', 'z{2}', '.*', '\\/');
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.context(), (pieces, context) => {
      const expression = new RegExp(`^(?:${pieces.join('')})$`);
      const matching: Readonly<Record<string, readonly string[]>> = {
        '\\.': ['.'],
        '\\d+': ['1', '23'],
        '[ab]': ['a', 'b'],
        '(?:a|b)': ['a', 'b'],
        'y?': ['', 'y'],
        'z{2}': ['zz'],
        '.*': ['', 'q/q'],
        '\\/': ['/'],
      };
      const samples = pieces.map((each) => matching[each] ?? [each]);
      for (const index of [0, 1]) {
        const text = samples.map((list) => list[index % list.length]).join('');
        const { pattern } = refWildcard('tag', expression);
        context.log(`${expression} ${pattern} ${text}`);
        expect(text).toMatch(expression);
        const like = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
        expect(text).toMatch(new RegExp(`^${like.join('.*')}$`));
      }
    }),
    { seed: 20_261_130, numRuns: 300 },
  );
});
