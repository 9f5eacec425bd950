import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFolder } from './state-folder.ts';

const root = '/srv/nowhere/shop';

test.each([
  ['the variable, seen from the project', { FUNADE_STATE_DIR: 'state', HOME: '/home/a' }, '/srv/nowhere/shop/state'],
  ['the variable, absolute', { FUNADE_STATE_DIR: '/var/funade', HOME: '/home/a' }, '/var/funade'],
])('%s is the state folder', (_, env, folder) => {
  expect(stateFolder(root, env)).toBe(folder);
});

test('without the variable it is a folder of the user, another one for each project', () => {
  expect(stateFolder(root, { HOME: '/home/a' })).toMatch(/^\/home\/a\/\.local\/state\/funade\/shop-[0-9a-f]{12}$/);
  expect(stateFolder(root, { HOME: '/home/a', XDG_STATE_HOME: '/s' })).toMatch(/^\/s\/funade\/shop-[0-9a-f]{12}$/);
  expect(stateFolder(root, { HOME: '/home/a', XDG_STATE_HOME: 's' })).toContain(join('/home/a', '.local'));
  expect(stateFolder('/srv/other/shop', { HOME: '/home/a' })).not.toBe(stateFolder(root, { HOME: '/home/a' }));
});
