import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileParts, hostileTexts } from '../testing/hostile-texts.ts';
import { escapeControls, plainLastLine, plainLine, plainText, withoutCommands } from './plain-text.ts';

test.each<[text: string, plain: string]>([
  ['plain', 'plain'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u009b31mred', 'red'],
  ['a\u001b]52;c;c2VjcmV0\u0007b', 'ab'],
  ['a\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\', 'alink'],
  ['a\u001b]0;title never ended', 'a0;title never ended'],
  ['a\u001bPq#0\u001b\\b', 'ab'],
  ['a\u001b(Bb\u001bc', 'ab'],
  ['half\u001b', 'half'],
  ['10 %\r20 %', '10 % 20 %'],
  ['a\u2028✔ api succeeded', 'a ✔ api succeeded'],
  ['a\u0085b\u000bc', 'a b c'],
  ['user\u202egnp.exe', 'usergnp.exe'],
  ['a\u{e0041}b\u200bc\ufeff', 'abc'],
  ['a\tb', 'a  b'],
  ['\u0000a\u0007', ' a'],
  ['\ud800', '\ufffd'],
  ['👩‍👩‍👧 ok', '👩‍👩‍👧 ok'],
  ['::add-mask::x', ': :add-mask::x'],
  ['  ::error::x', '  : :error::x'],
  ['\u001b[0m::error::x', ': :error::x'],
  ['\u200b::error::x', ': :error::x'],
  ['arn:aws:iam::1:role/x', 'arn:aws:iam::1:role/x'],
  ['##[group]x', '## [group]x'],
  ['x ##vso[task.setvariable]y', 'x ##vso [task.setvariable]y'],
  ['section_start:1:a\r\u001b[0K', 'section start:1:a'],
])('%j is the line %j', (text, plain) => {
  expect(plainLine(text)).toBe(plain);
});

test('a text keeps its lines, and each of them is plain', () => {
  expect(plainText('a\r\n::error::b\u2028\u001b[2Jc\rd')).toBe('a\n: :error::b\nc\nd');
});

test('of a line that was drawn over, the last state is kept', () => {
  expect(plainLastLine('10 %\r20 %\r')).toBe('20 %');
  expect(plainLastLine('20 %\r\n')).toBe('20 %');
});

test('what is longer than anybody reads is cut', () => {
  expect(plainLine('x'.repeat(1_000_000))).toHaveLength(4001);
  expect(plainText('x\n'.repeat(1_000_000)).length).toBeLessThan(70_000);
});

test.each(hostileTexts)('nothing of %j is left, whichever way it comes', (text) => {
  for (const plain of [plainLine, plainText, plainLastLine]) expect(hostileParts(plain(text))).toEqual([]);
  expect(hostileParts(escapeControls(text)).filter((part) => part.startsWith('"'))).toEqual([]);
});

test('any text becomes plain, and a plain text stays', () => {
  const pieces = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const plain = plainText(parts.join(''));
      expect(hostileParts(plain)).toEqual([]);
      expect(plainText(plain)).toBe(plain);
    }),
    { seed: 20_261_130, numRuns: 500 },
  );
});

test('a text made to be slow comes to its end', () => {
  for (const unit of ['\u001b]', '\u009d', '\u001b[', '\u001b[0;', '::', '\r', ' ', '##', '\u001bP']) {
    for (const plain of [plainLine, plainText, plainLastLine, escapeControls, withoutCommands])
      expect(plain(unit.repeat(200_000))).toBeTypeOf('string');
  }
});
