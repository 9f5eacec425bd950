import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/node/load-config.ts';
import { told } from './support/error-of.ts';
import { makeFolder, makeRepository } from './support/repository.ts';

const isRoot = process.geteuid?.() === 0;
const leftOut = isRoot ? '' : ' (LEFT OUT: no root on this machine, which it takes to give a file away)';
if (!isRoot && (process.env.FUNADE_TEST_REQUIRE ?? '').split(',').includes('root')) {
  throw new Error('this machine must have root and has not');
}
const other = 4242;

test.skipIf(!isRoot)(`a config of another user is not run${leftOut}`, async () => {
  await using folder = await makeFolder();
  const file = join(folder.path, 'deploy.config.mjs');
  await folder.write({ 'deploy.config.mjs': "throw new Error('it was run');\n" });
  await chown(file, other, other);
  const env = { PATH: process.env.PATH, HOME: folder.path };
  const refusal = (await told(() => loadConfig({ cwd: folder.path, env, user: 0 }))).replaceAll(folder.path, '<root>');
  expect(refusal).toMatchInlineSnapshot(`
    "CONFIG_OF_ANOTHER (refused)
    <root>/deploy.config.mjs belongs to user 4242, but this is user 0
    → a config runs as a program: review it, then run chown on it, or git config --global --add safe.directory <its repository>"
  `);
  const named = await told(() => loadConfig({ cwd: '/', file, env, user: 0 }));
  expect(named.replaceAll(folder.path, '<root>')).toBe(refusal);
  // Root acts for whoever called sudo, and for nobody else.
  const by = (caller: number) => ({ cwd: folder.path, env: { ...env, SUDO_UID: String(caller) }, user: 0 });
  expect(await told(() => loadConfig(by(other)))).toContain('it was run');
  expect(await told(() => loadConfig(by(other + 1)))).toContain('belongs to user 4242');
});

test.skipIf(!isRoot)(
  `what git trusts is run: ours, that of sudo's caller, what is declared safe${leftOut}`,
  async () => {
    await using repository = await makeRepository();
    await repository.write({ 'deploy.config.json': '{"a":1}' });
    const file = join(repository.path, 'deploy.config.json');
    const load = async (more: Readonly<Record<string, string>> = {}) =>
      (await loadConfig({ cwd: repository.path, env: { ...repository.env, ...more }, user: 0 })).config;
    await chown(file, other, other);
    // The repository is ours, and so is what others may write in it.
    expect(await load()).toEqual({ a: 1 });
    await chown(repository.path, other, other);
    await chown(join(repository.path, '.git'), other, other);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_OF_ANOTHER' });
    expect(await load({ SUDO_UID: String(other) })).toEqual({ a: 1 });
    await expect(load({ SUDO_UID: '4243' })).rejects.toMatchObject({ code: 'CONFIG_OF_ANOTHER' });
    await using home = await makeFolder();
    await home.write({ '.gitconfig': `[safe]\n\tdirectory = ${repository.path}\n` });
    expect(await load({ HOME: home.path })).toEqual({ a: 1 });
  },
);

test('an empty .git above makes no project, whoever left it there', async () => {
  await using folder = await makeFolder();
  await folder.write({ 'deploy.config.json': '{"planted":true}', 'mine/work/package.json': '{}' });
  const cwd = join(folder.path, 'mine/work');
  await mkdir(join(folder.path, '.git'));
  expect(await told(() => loadConfig({ cwd, env: {} }))).toContain(`looked in:\n  ${cwd}\n`);
  await rm(join(folder.path, '.git'), { recursive: true });
  await writeFile(join(folder.path, '.git'), 'gitdir: elsewhere\n');
  expect((await loadConfig({ cwd, env: {} })).config).toEqual({ planted: true });
});
