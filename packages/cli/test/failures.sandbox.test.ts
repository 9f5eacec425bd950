import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const gitPath = (process.env.PATH ?? '').split(':');

/** A folder with this machine's git and a `docker` of these lines, or none: what a PATH is made of. */
async function binFolder(docker: string | null) {
  const folder = await mkdtemp(join(tmpdir(), 'funade-bin-'));
  const git = gitPath.map((place) => join(place, 'git')).find(existsSync);
  if (git !== undefined) await symlink(git, join(folder, 'git'));
  if (docker !== null) await writeFile(join(folder, 'docker'), `#!/bin/sh\n${docker}\n`, { mode: 0o755 });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Commits a change of files under a new tag, and checks it out. */
async function release(shop: Shop, tag: string, files: Readonly<Record<string, string>>): Promise<void> {
  await shop.git('checkout', '--quiet', 'main');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(shop.folder, path, '..'), { recursive: true });
    await writeFile(join(shop.folder, path), text);
  }
  await shop.git('add', '--all');
  await shop.git('commit', '--quiet', '--message', tag);
  await shop.git('tag', tag);
}

test('no Docker command: refused before anything is changed, and says what to install', async () => {
  await using shop = await startShop({ pushed: [], builder: 'docker' });
  await using bin = await binFolder(null);
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0', { env: { PATH: bin.folder } });
  expect(err).toMatch(
    /^error: .*shop\/api.*there is no docker command on the PATH.* \(NO_BUILDER\)\n {2}hint: .*containerify/,
  );
  expect([code, out, shop.writes()]).toEqual([1, '', []]);
});

test('a Docker command whose daemon is down', async () => {
  await using shop = await startShop({ pushed: [], builder: 'docker' });
  const complaint = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
  await using bin = await binFolder(`echo '${complaint}' >&2; exit 1`);
  const env = { PATH: [bin.folder, ...gitPath].join(':') };
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0', { env });
  expect(err).toMatch(/^error: .*shop\/api.*Cannot connect to the Docker daemon.* \(NO_BUILDER\)\n {2}hint: /);
  expect([code, out, shop.writes()]).toEqual([1, '', []]);
});

test('a build that fails shows the end of its output, stops its own targets and no other', async () => {
  await using shop = await startShop({ pushed: [], builder: 'docker' });
  await using bin = await binFolder(`
case "$*" in
  version*) echo '{"Client":{"Version":"20.10.24"},"Server":{"Version":"20.10.24","Os":"linux"}}' ;;
  buildx*) exit 1 ;;
  login*) cat >/dev/null ;;
  *services/api*) echo 'RUN npm ci'; echo 'npm error code E404' >&2; exit 7 ;;
  *) exit 9 ;;
esac`);
  const env = { PATH: [bin.folder, ...gitPath].join(':') };
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0 --service api,worker', { env });
  expect(code).toBe(1);
  expect(out.slice(out.indexOf('✖ api'))).toMatch(/npm error code E404/);
  expect(out).toMatch(/worker@staging +failed/);
  expect(err).toMatch(/build shop\/api:v1\.0\.0 .*: failed \(/);
  expect(err).toMatch(/ api@staging +failed: build shop\/api:v1\.0\.0/);
  expect(out).toMatch(/staging: 2 failed/);
  expect(`${out}${err}`).not.toContain('skipped');
  expect(shop.writes()).toEqual([]);
});

test('a push that is refused', async () => {
  await using shop = await startShop({ pushed: [] });
  shop.sandbox.faults.always('registry.PUT manifest', { code: 'DENIED', message: 'not allowed', status: 403 });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(code).toBe(1);
  expect(out).toMatch(/push shop\/api:v1\.0\.0: .*\(PUSH_REFUSED\)/);
  expect(out).toMatch(/hint: /);
  expect(shop.writes().filter((operation) => operation.startsWith('ecs.'))).toEqual([]);
});

test('one target fails, the others go through, and the summary says so', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.UpdateService', { code: 'InvalidParameterException', message: 'no such subnet' });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --concurrency 1');
  expect(code).toBe(1);
  expect(out).toMatch(/2 succeeded, 1 failed/);
  expect(out).toMatch(/because: .*no such subnet/);
});

test('a rollout that ECS rolls back exits 3', async () => {
  await using shop = await startShop({
    seed: (seed) => {
      const region = seed.accounts['111111111111']?.regions?.['ap-northeast-1'];
      if (region !== undefined) {
        region.behaviours = [
          { match: { service: 'api', revision: 2 }, becomes: { type: 'exits', code: 1, afterSeconds: 1 } },
        ];
      }
      return seed;
    },
  });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api,worker');
  expect(code).toBe(3);
  expect(out).toMatch(/✖ api@staging +rolled back/);
  expect(out).toMatch(/✔ worker@staging +succeeded/);
});

test('an older version than the one that runs is refused, and --allow-downgrade allows it', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', 'v1.1.0');
  await shop.funade('deploy staging --tag v1.1.0 --service api');
  await shop.git('checkout', '--quiet', 'v1.0.0');
  const refused = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(refused.code).toBe(8);
  expect(refused.err).toMatch(/hint: .*--allow-downgrade/);
  const allowed = await shop.funade('deploy staging --tag v1.0.0 --service api --allow-downgrade');
  expect(allowed.code).toBe(0);
});

test('an image that does not say where it comes from needs --adopt-image', async () => {
  await using shop = await startShop();
  await release(shop, 'v0.9.0', { 'services/api/main': 'api v0.9.0\n' });
  const refused = await shop.funade('plan staging --tag v0.9.0 --service api');
  expect(refused.code).toBe(8);
  expect(refused.err).toMatch(/hint: .*--adopt-image/);
});

test('a tag that holds another commit is refused before anything is built, with both commits and the digest', async () => {
  await using shop = await startShop({ pushed: [], seed: heldByAnother });
  const commit = await shop.git('rev-parse', 'v1.0.0^{commit}');
  const { code, err } = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(err).toMatch(/^error: image shop\/api:v1\.0\.0 is already in ECR \(sha256:[0-9a-f]{64}\) /);
  expect(err).toContain(`was built from commit ${other}, not from ${commit} (IMAGE_TAG_TAKEN)`);
  expect([code, shop.writes()]).toEqual([8, []]);
});

test('a tag that another commit takes after the plan is refused the same way: nothing is pushed, nothing is deployed', async () => {
  await using shop = await startShop({ pushed: [], seed: heldByAnother });
  shop.sandbox.faults.next('ecr.DescribeImages', { code: 'ImageNotFoundException', message: 'not there yet' });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(out).toMatch(new RegExp(`was built from commit ${other}, not from [0-9a-f]{40} \\(IMAGE_TAG_TAKEN\\)`));
  expect([code, shop.writes()]).toEqual([8, []]);
});

const other = 'b'.repeat(40);

/** Somebody has pushed v1.0.0 of the api, built from another commit. */
function heldByAnother(seed: Seed): Seed {
  const repository = seed.accounts['111111111111']?.regions?.['ap-northeast-1']?.repositories?.['shop/api'];
  repository?.images?.push({
    tags: ['v1.0.0'],
    files: { '/app/main': 'another\n' },
    labels: { 'org.opencontainers.image.revision': other },
  });
  return seed;
}
