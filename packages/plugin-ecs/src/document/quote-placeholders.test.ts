// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of other tools look like templates of this language
import { expect, test } from 'vitest';
import { quotePlaceholders } from './quote-placeholders.ts';

test.each([
  ['{"cpu": ${CPU}, "memory": <MEMORY>}', '{"cpu": "${CPU}", "memory": "<MEMORY>"}'],
  ['{"port": __PORT__}', '{"port": "__PORT__"}'],
  ['{"a": "${A}", "b": "x <B> y"}', '{"a": "${A}", "b": "x <B> y"}'],
  [String.raw`{"a": "\"${'${A}'}\"", "b": ${'${B}'}}`, String.raw`{"a": "\"${'${A}'}\"", "b": "${'${B}'}"}`],
  ["{a: '<A>', b: <B> /* <C> */} // <D>", '{a: \'<A>\', b: "<B>" /* <C> */} // <D>'],
  ['{"a": 1}', '{"a": 1}'],
])('%s', (text, quoted) => {
  expect(quotePlaceholders(text)).toBe(quoted);
});
