import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const home = () => mkdtempDisposable(join(tmpdir(), 'funade-home-'));
const me = process.geteuid?.() ?? 0;
const folderOf = (env: Readonly<Record<string, string>>, user = me) => cacheFolder({ env, platform: 'linux', user });

test("it is the user's own and for nobody else", async () => {
  await using place = await home();
  const folder = join(place.path, '.cache/funade/compile-cache');
  expect(folderOf({ HOME: place.path })).toBe(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  expect(folderOf({ HOME: place.path })).toBe(folder);
});

test('XDG_CACHE_HOME and the places of other systems are heard', async () => {
  await using place = await home();
  const { path } = place;
  mkdirSync(join(path, 'x'));
  mkdirSync(join(path, 'Library'));
  expect(folderOf({ HOME: '/nowhere', XDG_CACHE_HOME: join(path, 'x') })).toBe(join(path, 'x/funade/compile-cache'));
  expect(cacheFolder({ env: { HOME: path }, platform: 'darwin', user: me })).toBe(
    join(path, 'Library/Caches/funade/compile-cache'),
  );
  expect(cacheFolder({ env: { LOCALAPPDATA: path }, platform: 'win32' })).toBe(join(path, 'funade/compile-cache'));
});

test.each<[string, (base: string) => void]>([
  ['that everybody may write to', (base) => chmodSync(base, 0o777)],
  [
    'with a folder of ours that the group may write to',
    (base) => {
      mkdirSync(join(base, 'funade'));
      chmodSync(join(base, 'funade'), 0o770);
    },
  ],
  [
    'where ours is a link',
    (base) => {
      mkdirSync(join(base, 'elsewhere'));
      symlinkSync(join(base, 'elsewhere'), join(base, 'funade'));
    },
  ],
  ['where ours is a file', (base) => writeFileSync(join(base, 'funade'), '')],
])('a cache folder %s is not used', async (_, spoil) => {
  await using place = await home();
  const base = join(place.path, '.cache');
  mkdirSync(base);
  spoil(base);
  expect(folderOf({ HOME: place.path })).toBeNull();
});

test('no folder of somebody else, and none without a home', async () => {
  await using place = await home();
  expect(folderOf({ HOME: place.path }, me + 1)).toBeNull();
  expect(folderOf({})).toBeNull();
  expect(folderOf({ HOME: 'relative' })).toBeNull();
  expect(folderOf({ HOME: join(place.path, 'nowhere') })).toBeNull();
  expect(folderOf({ HOME: '/proc' })).toBeNull();
});
