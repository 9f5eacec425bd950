import { expect, test } from 'vitest';
import { toDeployError } from './error.ts';
import { machineFull } from './machine-full.ts';

const failed = (code: string): Error => Object.assign(new Error(`${code}: spawn git`), { code });

test.each([
  ['EMFILE', 'TOO_MANY_FILES'],
  ['ENFILE', 'TOO_MANY_FILES'],
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EFBIG', 'FILE_TOO_LARGE'],
])('%s is told as %s', (code, expected) => {
  expect(machineFull(failed(code))).toMatchObject({ code: expected });
});

test.each([failed('ENOENT'), new Error('ENOSPC'), 'EMFILE', null, { code: 'EMFILE' }])(
  '%s is something else',
  (value) => {
    expect(machineFull(value)).toBeNull();
  },
);

test('a thrown one keeps its cause', () => {
  const cause = failed('ENOSPC');
  expect(toDeployError(cause)).toMatchObject({ code: 'DISK_FULL', category: 'failed', cause });
});
