import { expect, test } from 'vitest';
import { buildPlan } from '../testing/builders.ts';
import { isOwnText } from './is-own-text.ts';

test.each([
  ['a saved plan', JSON.stringify(buildPlan([]), null, 2)],
  ['a saved plan without white space', JSON.stringify(buildPlan([]))],
  ['a journal', '{"type":"journal","format":1,"run":"x","plan":{}}'],
])('%s is ours', (_, text) => expect(isOwnText(text.slice(0, 256))).toBe(true));

test.each(['{}', '{"format": 1, "id": "x"}', '{"name":"shop","format":1}', ''])('%s is not ours', (text) => {
  expect(isOwnText(text)).toBe(false);
});
