import { expect, test } from 'vitest';
import { type GoExpression, parseAction, takeActions } from './go-template.ts';

const shown = (parsed: GoExpression | { readonly problem: string }): string => {
  if ('problem' in parsed) return `! ${parsed.problem}`;
  if (parsed.kind !== 'call') return JSON.stringify(parsed.value);
  return `${parsed.name}(${parsed.args.map(shown).join(', ')})`;
};

test.each([
  ['must_env `A`', 'must_env("A")'],
  ['env "A" `b c`', 'env("A", "b c")'],
  ['env "A" "b\\"c"', 'env("A", "b\\"c")'],
  ['must_env `A` | json_escape', 'json_escape(must_env("A"))'],
  ['`A` | env | upper', 'upper(env("A"))'],
  ['tfstatef "a[\'%s\'].id" (must_env `B`)', 'tfstatef("a[\'%s\'].id", must_env("B"))'],
  ['ssm `/a/list` 1', 'ssm("/a/list", 1)'],
  ['(env `A` (must_env `B`)) | ssm', 'ssm(env("A", must_env("B")))'],
  ['"text"', '"text"'],
  ['if eq (env `A`) "b"', '! {{if}} decides what the file contains, which only ecspresso can do'],
  ['end', '! {{end}} decides what the file contains, which only ecspresso can do'],
  ['.Values.x', '! it is not understood'],
  ['$x := 1', '! it is not understood'],
  ['f (a', '! it is not understood'],
  ['f | "x"', '! it is not understood'],
  ['', '! it is not understood'],
])('%s', (inner, expected) => {
  expect(shown(parseAction(inner))).toBe(expected);
});

test('actions are taken out of a text, each with its line; comments leave nothing', () => {
  const { text, actions } = takeActions('a: {{ must_env `A` }}\n{{- /* c */ -}}\nb: "x-{{env "B" "}}"}}"\n');
  expect(text).toBe('a: GoAction0Q\n\nb: "x-GoAction2Q"\n');
  expect(actions.map(({ source, line }) => `${line} ${source}`)).toEqual([
    '1 {{ must_env `A` }}',
    '2 {{- /* c */ -}}',
    '3 {{env "B" "}}"}}',
  ]);
});

test.each(['{{', '{{`', '{{ a ', '`', '{{"', '{{a "b" ', '-}}'])('%s over and over is a text, however long', (unit) => {
  // Read again from each place on, this would not come to an end.
  const text = unit.repeat(200_000);
  const taken = takeActions(text);
  expect(taken.text === text).toBe(true);
  expect(taken.actions).toEqual([]);
});
