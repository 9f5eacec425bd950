// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts look like templates of this language
import { expect, test } from 'vitest';
import { readScript } from './read-script.ts';
import { openScope } from './scope.ts';

const read = (text: string) =>
  readScript(
    text,
    openScope((name) => `{{env "${name}"}}`),
  );
const shown = (text: string): readonly string[] => {
  const { commands, notes } = read(text);
  return [
    ...commands.map(({ words, sets, line, as, output, pipedFrom }) =>
      [
        `${line}`,
        ...(as === 'step' ? [] : [`(${as})`]),
        ...(sets.length === 0 ? [] : [`${sets.join(',')}=`]),
        ...words.map((word) => word.text),
        ...(output === null ? [] : [`> ${output.text}`]),
        ...(pipedFrom === null ? [] : [`< ${pipedFrom.words[0]?.text}`]),
      ].join(' '),
    ),
    ...notes.map(({ line, source, reason }) => `! ${line} ${source}: ${reason}`),
  ];
};

test.each<[string, readonly string[]]>([
  ['docker push a', ['0 docker push a']],
  ['A=1\necho "$A-${B}"', ['0 A=', '1 echo 1-{{env "B"}}']],
  ['export A="x y" B=$A\nf $B "$B"', ['0 A,B=', '1 f x y x y']],
  ['A=a; A+=b; f $A', ['0 A=', '0 A=', '0 f ab']],
  ['f ${A:-x} ${B-y}', ['0 f {{env "A"}} {{env "B"}}']],
  ['A= ; f ${A:-x}', ['0 A=', '0 f x']],
  [
    'H=1.dkr.ecr/x/y; f ${H%%/*} ${H#*/} ${H##*/} ${H%/y} ${H%/*}',
    ['0 H=', '0 f 1.dkr.ecr x/y y 1.dkr.ecr/x 1.dkr.ecr/x'],
  ],
  ['f ${A//x/y}', ['0 f {{?$A//x/y}}']],
  [
    'A=$(aws x | jq .y)\nf "$A"',
    ['0 (substitution) aws x', '0 (substitution) jq .y < aws', '0 A=', '1 f {{?$(aws x | jq .y)}}'],
  ],
  ['a && b || true', ['0 a', '0 b', '0 true']],
  ['echo "x=$A" >> $GITHUB_OUTPUT', ['0 echo x={{env "A"}} > {{env "GITHUB_OUTPUT"}}']],
  ['{ a; b; } > f', ['0 a > f', '0 b > f']],
  ['(cd x; a)', ['0 cd x', '0 a']],
  [
    'if [ "$A" = b ]; then a; else b; fi',
    [
      '0 (condition) [ {{env "A"}} = b ]',
      '0 a',
      '0 b',
      '! 0 if [ "$A" = b ]; then a; else b; fi: the condition is not evaluated: what both ways do is read',
    ],
  ],
  ['for s in a b; do f $s; done', ['0 f a', '0 f b']],
  ['L="a b"\nfor s in $L; do f $s; done', ['0 L=', '1 f a', '1 f b']],
  [
    'for s in $L; do f $s; done',
    ['0 f {{?s}}', '! 0 for s in $L; do f $s; done: what it loops over is not written in the file'],
  ],
  ['g() { f "$1" "$2"; }\ng x\ng y z', ['0 f x ', '0 f y z']],
  ['f \\\n  --a b \\\n  c', ['0 f --a b c']],
  [
    'until a; do sleep 5; done',
    ['0 (condition) a', '0 sleep 5', '! 0 until a; do sleep 5; done: a loop with a condition is read once'],
  ],
  ['f() { f; }; f', ['0 f']],
  ['a "b', ['0 a b', '! 0 "b: the shell would not take it: unterminated double quote']],
])('%j', (text, expected) => {
  expect(shown(text)).toEqual(expected);
});

test('a text knows the variables that it was made from', () => {
  const { commands } = read('A=1\nB=x$A\nf $B $C');
  expect(commands.at(-1)?.words.map(({ reads }) => [...reads])).toEqual([[], ['B', 'A'], []]);
});
