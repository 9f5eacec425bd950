import { expect, test } from 'vitest';
import { requireVersion } from './require-version.ts';

test.each([
  [{}, '0.1.0'],
  [{ requires: '>=0.2 <1' }, '0.2.0'],
  [{ requires: '>=0.2 <1' }, '0.9.12'],
  [{ requires: '^0.2.1 || 0.4.x' }, '0.4.3'],
  [{ requires: '>=0.2 <1' }, '0.3.0-next.1'],
  ['no config', '0.1.0'],
])('%j is for %s', (config, version) => {
  expect(() => requireVersion(config, version)).not.toThrow();
});

test.each([
  [{ requires: '>=0.2 <1' }, '0.1.0'],
  [{ requires: '>=0.2 <1' }, '1.0.0'],
  [{ requires: '0.4.x' }, '0.5.0'],
])('%j is not for %s', (config, version) => {
  expect(() => requireVersion(config, version)).toThrow(
    expect.objectContaining({
      code: 'VERSION_NOT_ADMITTED',
      message: `the config requires funade ${config.requires}, and this is ${version}`,
      hint: `npm install --save-dev "funade@${config.requires}", or change requires in the config`,
    }),
  );
});

test.each([['newer'], [''], [2], [null]])('%j is no range', (requires) => {
  expect(() => requireVersion({ requires }, '0.1.0')).toThrow(expect.objectContaining({ code: 'REQUIRES_UNREADABLE' }));
});
