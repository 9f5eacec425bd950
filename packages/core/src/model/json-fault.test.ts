import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

test.each([
  ['hello\nworld "x"\n', 'it is not JSON'],
  ['', 'it is empty'],
  ['{\n  oops\n}', 'its JSON is broken (line 2 column 3)'],
  ['[1,', 'its JSON is broken (it ends too early)'],
])('%j: %s', (text, expected) => {
  let fault = '';
  try {
    JSON.parse(text);
  } catch (error) {
    fault = jsonFault(text, error as SyntaxError);
  }
  expect(fault).toBe(expected);
});
