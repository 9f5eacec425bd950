import { expect, test } from 'vitest';
import * as z from 'zod';
import { schemaProblems } from './schema-problems.ts';

const asked = z.strictObject({ url: z.string(), timeout: z.string().optional() });
const run = z.strictObject({ command: z.array(z.string()), timeout: z.string().optional() });
const schema = z.strictObject({
  check: z.union([asked, run]).optional(),
  consecutive: z.int().min(1).max(5).optional(),
  memory: z.int().positive().optional(),
  storage: z.int().min(21, 'at least 21 GiB').optional(),
});

test.each([
  [
    'a key of another form',
    { check: { url: 'https://a', command: ['x'] } },
    ['check.command: cannot be combined with the other keys that are written here'],
  ],
  [
    'a misspelt key',
    { check: { url: 'https://a', timout: '1m' } },
    ['check.timout: unknown key; did you mean "timeout"?'],
  ],
  ['less than the least', { consecutive: 0 }, ['consecutive: expected at least 1, got 0']],
  ['more than the most', { consecutive: 6 }, ['consecutive: expected at most 5, got 6']],
  ['a limit that is not of it', { memory: -3 }, ['memory: expected more than 0, got -3']],
  ['a limit in words of its own', { storage: 5 }, ['storage: at least 21 GiB']],
])('%s', (_, value, problems) => {
  expect(schemaProblems(schema, value).map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(problems);
});
