import { expect, test } from 'vitest';
import { formatVersionChange, semanticVersion, versionStep } from './version-order.ts';

test.each([
  ['v1.1.0', 'v1.2.0', 'minor'],
  ['1.1.0', 'v2.0.0', 'major'],
  ['1.1.0', '1.1.1', 'patch'],
  ['1.1.0', '1.1.0', 'same'],
  ['v1.1.0', '1.1.0', 'same'],
  ['1.2.0', '1.1.9', 'downgrade'],
  ['1.0.0', '1.0.0-rc.1', 'downgrade'],
  ['1.0.0-rc.1', '1.0.0-rc.2', 'prerelease'],
  ['1.0.0-rc.2', '1.0.0-rc.10', 'prerelease'],
  ['1.0.0', '2.0.0-rc.1', 'major'],
  ['1.0.0', '1.1.0-rc.1', 'minor'],
  ['1.0.0', '1.0.1-rc.1', 'patch'],
  ['2.0.0-rc.1', '2.0.0', 'major'],
  ['1.0.0+1', '1.0.0+2', null],
  ['1.0.0+1', '1.0.0+1', 'same'],
  ['main-4f2d9e1', '1.0.0', null],
  ['1.0', '1.1.0', null],
  [null, '1.0.0', null],
  ['1.0.0', null, null],
])('%s → %s is %s', (from, to, step) => expect(versionStep(from, to)).toBe(step));

test.each([
  ['v1.1.0', 'v1.2.0', 'v1.1.0 → v1.2.0 (minor)'],
  ['main-1', 'v1.2.0', 'main-1 → v1.2.0'],
  [null, 'v1.2.0', 'v1.2.0'],
])('%s and %s read %s', (from, to, text) => {
  expect(formatVersionChange({ from, to, step: versionStep(from, to) })).toBe(text);
});

test.each([
  ['v1.2.3', '1.2.3'],
  ['1.2.3-rc.1+5', '1.2.3-rc.1+5'],
  ['vv1.2.3', null],
  ['version', null],
  ['1.2', null],
  ['01.2.3', null],
])('%s carries %s', (text, version) => expect(semanticVersion(text)).toBe(version));
