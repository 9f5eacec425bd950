import { expect, test } from 'vitest';
import { undefinedTexts, unsetVariables } from './unset-variables.ts';

test.each([
  ['account: process.env.ACCOUNT,', ['ACCOUNT']],
  ["role: process.env['ROLE'], x: process.env.HOME", ['ROLE']],
  [`\`shop-\${process.env.STAGE}\``, ['STAGE']],
  ['process.env.STAGE ?? "dev"', []],
  ['process.env.STAGE || "dev"', []],
  ['process.env.CI === "true"', []],
  ['process.env.CI ? 1 : 2', []],
  ['env.STAGE', []],
])('%s reads what is not set: %j', (source, names) => {
  expect(unsetVariables(source, { HOME: '/' })).toEqual(names);
});

test('texts with "undefined" are found where they stand', () => {
  const config = { a: ['x-undefined', 'undefined'], b: { c: 'undefinedness', d: 'arn:undefined:x' }, e: 1 };
  expect(undefinedTexts(config)).toEqual(['a[0]: "x-undefined"', 'a[1]: "undefined"', 'b.d: "arn:undefined:x"']);
});
