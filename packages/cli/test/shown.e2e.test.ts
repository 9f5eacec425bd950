import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { runBin } from './run-bin.ts';

const sandbox = { clock: 'real', speed: 20 } as const;

test('what is shown goes to a pipe whole, in colours only where they are asked for', async () => {
  await using shop = await startInstalledShop({ sandbox });
  const { NO_COLOR: _, ...env } = shop.env;
  const show = (typed: string, more = {}) => runBin(typed.split(' '), { cwd: shop.folder, env: { ...env, ...more } });
  const text = await show('plan staging --tag v1.0.0');
  expect([text.code, text.err, text.out.includes('\u001b')]).toEqual([0, '', false]);
  const coloured = await show('plan staging --tag v1.0.0', { FORCE_COLOR: '1' });
  expect(coloured.out).toContain('\u001b[33m');
  const words = (shown: string): string => stripVTControlCharacters(shown).replaceAll(/plan [0-9a-f]{12}/g, 'plan');
  expect(words(coloured.out)).toBe(words(text.out));
  for (const format of ['--json', '--markdown']) {
    const { code, out, err } = await show(`plan staging --tag v1.0.0 ${format}`, { FORCE_COLOR: '1' });
    expect([format, code, err, out.includes('\u001b'), out.at(-1)]).toEqual([format, 0, '', false, '\n']);
  }
  expect(JSON.parse((await show('plan staging --tag v1.0.0 --json')).out).targets).toHaveLength(3);
});

test('diff and verify tell pipelines by their exit codes', async () => {
  await using shop = await startInstalledShop({ sandbox });
  const run = (typed: string) => runBin(typed.split(' '), { cwd: shop.folder, env: shop.env });
  expect(await run('diff staging --tag v1.0.0')).toMatchObject({ code: 0 });
  expect(await run('diff staging --tag v1.0.0 --exit-code')).toMatchObject({ code: 1, err: '' });
  expect(await run('verify staging --tag v1.0.0')).toMatchObject({ code: 0, err: '' });
  shop.sandbox.iam.removeRole('arn:aws:iam::111111111111:role/execution');
  const { code, out } = await run('verify staging --tag v1.0.0');
  expect(code).toBe(8);
  expect(out.trimEnd().split('\n').at(-1)).toMatch(/^\d+ OK, 3 failed$/);
});
