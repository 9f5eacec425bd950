import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderPrefix, type Owner, ownerOfFolder, thisProcess } from '../src/process/owner.ts';
import { sweepTempFolders } from '../src/process/sweep-temp-folders.ts';
import { sweepOnce, useTempFolder } from '../src/process/temp-folder.ts';
import { leftOut, missingParts } from './parts.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testContext } from './test-context.ts';

/** A command with a login in its temporary folder. */
async function startCommand(
  temp: string,
): Promise<AsyncDisposable & { readonly folder: string; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL('./fixtures/wait-with-a-login.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { folder: String(line).trim(), kill, [Symbol.asyncDispose]: kill };
}

test('the login of a command that was killed is gone after the next one, that of a running one stays', async () => {
  await using temp = await temporaryFolder();
  await using killed = await startCommand(temp.path);
  await using running = await startCommand(temp.path);
  await killed.kill();
  expect(await readdir(killed.folder)).toEqual(['config.json']);
  await using context = testContext({ env: { TMPDIR: temp.path } });
  await sweepOnce(context);
  expect(await readdir(temp.path)).toEqual([basename(running.folder)]);
  expect(await readdir(running.folder)).toEqual(['config.json']);
});

// Only there can be read when a process began.
const notLinux = missingParts('linux');

test.skipIf(notLinux.length > 0)(
  `a process that got the number of a killed one does not keep its folder${leftOut(notLinux)}`,
  async () => {
    await using temp = await temporaryFolder();
    await using command = await startCommand(temp.path);
    const owner = ownerOfFolder(basename(command.folder)) as Owner;
    const left = join(dirname(command.folder), `${folderPrefix({ ...owner, start: `${owner.start}1` })}left`);
    await rename(command.folder, left);
    await sweepTempFolders(temp.path, await thisProcess(), Date.now());
    expect(await readdir(temp.path)).toEqual([]);
  },
);

test('nothing goes that is not ours: links, files, other names, processes of another container', async () => {
  await using temp = await temporaryFolder();
  await using elsewhere = await temporaryFolder();
  await writeFile(join(elsewhere.path, 'kept'), '');
  const me = await thisProcess();
  const gone = { ...me, pid: 2 ** 30, start: '1' };
  const old = join(temp.path, `${folderPrefix({ ...gone, place: '00000001' })}old`);
  await mkdir(join(temp.path, `${folderPrefix({ ...gone, place: '00000000' })}young`), { mode: 0o700 });
  await mkdir(old, { mode: 0o700 });
  await utimes(old, 0, 0);
  await symlink(elsewhere.path, join(temp.path, `${folderPrefix(gone)}link`));
  await writeFile(join(temp.path, `${folderPrefix(gone)}file`), '');
  await mkdir(join(temp.path, 'funade-demo-abc'));
  await sweepTempFolders(temp.path, me, Date.now());
  expect((await readdir(temp.path)).map((name) => name.replace(/^funade-\d+.*-/, '')).sort()).toEqual([
    'file',
    'funade-demo-abc',
    'link',
    'young',
  ]);
  expect(await readdir(elsewhere.path)).toEqual(['kept']);
});

test.each([
  ['is not there', '/nonexistent/tmp', 'ENOENT'],
  ['is a file', import.meta.filename, 'ENOTDIR'],
])('a TMPDIR that %s is named', async (_, path, code) => {
  await using context = testContext({ env: { TMPDIR: path } });
  await sweepOnce(context);
  await expect(useTempFolder(context)).rejects.toMatchObject({
    code: 'TEMP_FOLDER_UNUSABLE',
    message: `no temporary folder can be made in ${path} (${code})`,
  });
});
