import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { logLines, logLinesJson } from './log-lines.ts';

const line = {
  target: 'api@production',
  service: 'api',
  task: '0f3c91ab6a1d4c0e9d7b8a5f2e4c6d81',
  container: 'app',
  at: '2026-11-30T14:39:23.123Z',
  message: 'one\n::warning::two',
} as const;

test('each line of a message has who wrote it before it, and none is an order to a CI', () => {
  const lines = logLines(picocolors.createColors(false));
  expect(lines.text(line)).toMatchInlineSnapshot(`
    "2026-11-30T14:39:23.123Z api 0f3c91ab app  one
    2026-11-30T14:39:23.123Z api 0f3c91ab app  : :warning::two
    "
  `);
  expect(lines.text({ ...line, task: null, message: '' })).toBe('2026-11-30T14:39:23.123Z api unknown task app  \n');
});

test('a task keeps its colour, and another has another', () => {
  const lines = logLines(picocolors.createColors(true));
  const first = lines.text(line);
  const other = lines.text({ ...line, task: 'another' });
  expect(lines.text(line)).toBe(first);
  expect(first).toContain('\u001b[36mapi 0f3c91ab app');
  expect(other).toContain('\u001b[32mapi another app');
});

test('for programs an object on each line', () => {
  expect(JSON.parse(logLinesJson.text(line))).toEqual(line);
});
