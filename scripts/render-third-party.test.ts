import { expect, test } from 'vitest';
import { renderSbom } from './render-sbom.ts';
import { renderThirdParty } from './render-third-party.ts';
import { mergeThirdParties, type ThirdParty } from './third-party.ts';

const b: ThirdParty = { name: '@a/b', version: '1.0.0', license: 'MIT', licenseText: 'Permission' };
const c: ThirdParty = { name: 'c', version: '2.0.0', license: 'MIT OR Apache-2.0', licenseText: null };
const older: ThirdParty = { ...b, version: '0.9.0' };

test('each package is listed once, and equal texts stand once', () => {
  const packages = mergeThirdParties([
    [b, c],
    [older, b],
  ]);
  expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual(['@a/b@0.9.0', '@a/b@1.0.0', 'c@2.0.0']);
  const text = renderThirdParty(packages);
  expect(text.match(/\| `@a\/b` \| MIT \|/g)).toHaveLength(1);
  expect(text.match(/^Permission$/gm)).toHaveLength(1);
  expect(text).toContain('## c\n\n```text\nMIT OR Apache-2.0, as its package.json says');
});

test('a bill of materials names what is inside by package URL and licence', () => {
  const manifest = { version: '3.0.0', license: 'Apache-2.0', engines: { node: '>=22.18' }, exports: {} };
  const bill = JSON.parse(renderSbom({ folder: '/', name: 'funade', manifest }, [b, c]));
  expect(bill.components).toMatchObject([
    { group: '@a', name: 'b', purl: 'pkg:npm/%40a/b@1.0.0', licenses: [{ license: { id: 'MIT' } }] },
    { name: 'c', purl: 'pkg:npm/c@2.0.0', licenses: [{ expression: 'MIT OR Apache-2.0' }] },
  ]);
  expect(bill.dependencies).toEqual([
    { ref: 'pkg:npm/funade@3.0.0', dependsOn: ['pkg:npm/%40a/b@1.0.0', 'pkg:npm/c@2.0.0'] },
  ]);
});
