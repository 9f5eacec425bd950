import { expect, test } from 'vitest';
import { memoryOutput } from '../../test/builders.ts';
import { chooseReporter } from './choose-reporter.ts';

test.each([
  { scenario: 'a terminal', name: 'auto', isTTY: true, env: {}, chosen: 'list' },
  { scenario: 'a pipe', name: 'auto', isTTY: false, env: {}, chosen: 'lines' },
  { scenario: 'a terminal in CI', name: 'auto', isTTY: true, env: { CI: 'true' }, chosen: 'lines' },
  { scenario: 'CI=false is no CI', name: 'auto', isTTY: true, env: { CI: 'false' }, chosen: 'list' },
  { scenario: 'a dumb terminal', name: 'auto', isTTY: true, env: { TERM: 'dumb' }, chosen: 'lines' },
  { scenario: 'what was asked for', name: 'list', isTTY: false, env: { CI: 'true' }, chosen: 'list' },
  { scenario: 'json', name: 'json', isTTY: true, env: {}, chosen: 'json' },
] as const)('$scenario', ({ name, isTTY, env, chosen }) => {
  const options = { reporter: name, quiet: false, trace: null };
  expect(chooseReporter(options, { stderr: memoryOutput({ isTTY }), env })).toBe(chosen);
});

test('what is to be quiet shows nothing, and a list is not torn apart by other lines', () => {
  const terminal = { stderr: memoryOutput({ isTTY: true }), env: {} };
  expect(chooseReporter({ reporter: 'auto', quiet: true, trace: null }, terminal)).toBe('none');
  expect(chooseReporter({ reporter: 'json', quiet: true, trace: null }, terminal)).toBe('json');
  expect(chooseReporter({ reporter: 'auto', quiet: false, trace: 'calls' }, terminal)).toBe('lines');
});
