import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './packages.ts';

const workflows = globSync('.github/workflows/*.yml', { cwd: root });
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

test('workflows name actions by commit, with the version beside it', () => {
  expect(workflows).toContain('.github/workflows/release.yml');
  const uses = workflows.flatMap((file) => textOf(file).match(/uses: .*/g) ?? []);
  expect(uses.length).toBeGreaterThan(0);
  for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('packages are published with provenance, by no token', () => {
  const release = textOf('.github/workflows/release.yml');
  expect(release).toMatch(/npm publish .*--provenance/);
  expect(release).toContain('id-token: write');
  expect(release).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|secrets\./);
});

test('the lockfile is renewed, and nothing that is younger than a week', () => {
  expect(JSON.parse(textOf('renovate.json'))).toMatchObject({
    minimumReleaseAge: '7 days',
    lockFileMaintenance: { enabled: true },
  });
});
