import { randomBytes } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { leftOut, missingParts, onSmallDisk } from './parts.ts';
import { bin, type Ended, runBin, startChild } from './run-bin.ts';
import type { Shop } from './shop.ts';

/** A line of a shell in the shop's folder, with `funade` in it. */
async function inShell(shop: Shop, line: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const command = line.replace('funade', `${process.execPath} ${bin}`);
  await using child = startChild('/bin/bash', ['-c', command], { cwd: shop.folder, env: { ...shop.env, ...env } });
  return await child.ended();
}

test.each([
  ['a page', 404, 'text/html', '<html>not found</html>', /answered 404 with a page of HTML/],
  ['nothing', 404, 'text/plain', '', /answered 404 with nothing/],
  ['a sign-in', 200, 'text/html', '<html>sign in</html>', /answered 200 with a page of HTML/],
])('an endpoint that answers with %s is named', async (...[, status, type, body, says]) => {
  await using shop = await startInstalledShop();
  const server = createServer((_, response) => void response.writeHead(status, { 'content-type': type }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const variable of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ECS']) {
    const env = { ...shop.env, [variable]: url };
    const { code, err } = await runBin(['plan', 'staging', '--tag', 'v1.0.0'], { cwd: shop.folder, env });
    expect([code, err]).toEqual([1, expect.stringMatching(/\(AWS_BAD_ANSWER\)\n {2}because: http/)]);
    expect(err).toMatch(says);
    expect(err).toContain(url);
    expect(err).not.toContain('hidden field');
  }
  server.closeAllConnections();
  server.close();
});

test('a limit of open files is named', async () => {
  await using shop = await startInstalledShop();
  const { code, err } = await inShell(shop, 'ulimit -n 32; funade plan staging --tag v1.0.0');
  expect(err).toMatch(/\(TOO_MANY_FILES\)\n {2}because: .*EMFILE/);
  expect(err).toContain('ulimit -n');
  expect(code).toBe(1);
});

test('a TMPDIR that is not there fails the build and is named', async () => {
  await using shop = await startInstalledShop({ pushed: [] });
  const typed = 'funade deploy staging --tag v1.0.0 --service api --yes';
  const { code, out } = await inShell(shop, typed, { TMPDIR: '/nowhere/tmp' });
  expect(out).toMatch(/no temporary folder can be made in \/nowhere\/tmp \(ENOENT\) \(TEMP_FOLDER_UNUSABLE\)/);
  expect(code).toBe(1);
});

const noSmallDisk = missingParts('small-disk');

test.skipIf(noSmallDisk.length > 0).each([
  ['no room', 'cat /dev/zero >$DISK/rest 2>/dev/null;', /\((TEMP_FOLDER_UNUSABLE|DISK_FULL)\)\n {2}because: ENOSPC/],
  ['too little room', '', /no space left on device/],
])(`a TMPDIR with %s fails the build and is named${leftOut(noSmallDisk)}`, async (_, fill, says) => {
  await using shop = await startInstalledShop({ pushed: [] });
  await using disk = await mkdtempDisposable(join(tmpdir(), 'funade-disk-'));
  await writeFile(join(shop.folder, 'services/api/main'), randomBytes(400_000));
  const typed = `${onSmallDisk}${fill} TMPDIR=$DISK funade deploy staging --tag v1.0.0 --service api --yes --allow-dirty'`;
  const { code, out } = await inShell(shop, typed, { DISK: disk.path });
  expect(out).toMatch(says);
  expect(code).toBe(1);
  expect(shop.sandbox.requests('ecs.UpdateService')).toEqual([]);
});

test.skipIf(noSmallDisk.length > 0).each([
  ['from the start', 'cat /dev/zero >$DISK/rest 2>/dev/null;', []],
  ['from its first kilobytes on', 'head -c 57344 /dev/zero >$DISK/rest;', ['{"type":"journal",']],
])(`a state folder that is full %s stops no deploy, and is named${leftOut(noSmallDisk)}`, async (_, fill, begins) => {
  await using shop = await startInstalledShop({ sandbox: { clock: 'real', speed: 60 } });
  await using disk = await mkdtempDisposable(join(tmpdir(), 'funade-disk-'));
  const typed = 'deploy staging --tag v1.0.0 --service api --yes';
  const line = `${onSmallDisk}${fill} FUNADE_STATE_DIR=$DISK funade ${typed} && cat $DISK/runs/*; true'`;
  const { out, err } = await inShell(shop, line, { DISK: disk.path });
  expect(out).toContain('staging: 1 succeeded');
  expect(err).toContain('journal: incomplete: ENOSPC: no space left on device');
  const kept = out.split('\n').filter((text) => text.startsWith('{"type"'));
  expect(kept.map((text) => text.slice(0, 18))).toEqual(begins);
});

test('a limit of the size of files is named', async () => {
  await using shop = await startInstalledShop({ pushed: [] });
  await writeFile(join(shop.folder, 'services/api/main'), randomBytes(400_000));
  const typed = 'ulimit -f 100; funade deploy staging --tag v1.0.0 --service api --yes --allow-dirty';
  const { code, out } = await inShell(shop, typed);
  expect(out).toMatch(/EFBIG: file too large/);
  expect(code).toBe(1);
});

const notLinux = missingParts('linux');

test.skipIf(notLinux.length > 0)(`a disk that is full where the output goes is named${leftOut(notLinux)}`, async () => {
  await using shop = await startInstalledShop();
  for (const typed of ['plan staging --tag v1.0.0', 'plan staging --tag v1.0.0 --json', '--help']) {
    const { code, err } = await inShell(shop, `funade ${typed} >/dev/full`);
    expect([code, err]).toEqual([1, expect.stringMatching(/stdout cannot be written to \(ENOSPC\).*\(OUTPUT_LOST\)/)]);
  }
  const { code } = await inShell(shop, 'funade plan staging --tag v1.0.0 >/dev/full 2>/dev/full');
  expect(code).toBe(1);
});

test('a reader that has seen enough is no fault', async () => {
  await using shop = await startInstalledShop();
  const { code, err } = await inShell(shop, 'set -o pipefail; funade plan staging --tag v1.0.0 | true');
  expect([code, err]).toEqual([0, '']);
});
