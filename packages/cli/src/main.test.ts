import { expect, test } from 'vitest';
import { testIo } from '../test/test-io.ts';
import { main } from './main.ts';

test.each([
  { typed: '--version', code: 0, out: '9.9.9\n', err: '' },
  {
    typed: 'depoly x',
    code: 2,
    out: '',
    err: "error: unknown command 'depoly' (USAGE)\n  hint: did you mean deploy?\n",
  },
  {
    typed: 'plan',
    code: 2,
    out: '',
    err: "error: missing required argument 'environment' (USAGE)\n  hint: see `funade plan --help`\n",
  },
])('`funade $typed` exits $code', async ({ typed, code, out, err }) => {
  const given = testIo();
  expect(await main(typed.split(' '), given.io)).toBe(code);
  expect([given.out(), given.err()]).toEqual([out, err]);
  expect(given.idle()).toBe(true);
});

test('help goes to stdout', async () => {
  const given = testIo();
  expect(await main(['--help'], given.io)).toBe(0);
  expect(given.out()).toMatch(/^Usage: funade /);
  expect(given.err()).toBe('');
});
