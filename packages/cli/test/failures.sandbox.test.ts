import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  expect(err).toMatchInlineSnapshot(`
    "error: nothing on this machine can build shop/api: buildx: the docker command has no buildx plugin; docker: there is no docker command on the PATH; podman: there is no podman command on the PATH; buildah: there is no buildah command on the PATH (NO_BUILDER)
      hint: builders that can do this build: buildx, docker, podman, buildah; without a container engine, write build.from and build.content for containerify
    "
  `);
  expect([code, out, shop.writes()]).toEqual([1, '', []]);
});

test('a Docker command whose daemon is down', async () => {
  await using shop = await startShop({ pushed: [], builder: 'docker' });
  const complaint = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
  await using bin = await binFolder(`echo '${complaint}' >&2; exit 1`);
  const env = { PATH: [bin.folder, ...gitPath].join(':') };
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0', { env });
  expect(err).toMatchInlineSnapshot(`
    "2026-11-24T00:27:19Z                     run 20261124-002719-8c5fea: plan 58f0628f94bb, 3 targets, 16 steps
    2026-11-24T00:27:19Z staging             assume role arn:aws:iam::111111111111:role/deploy
    2026-11-24T00:27:19Z staging             assume role arn:aws:iam::111111111111:role/deploy: as arn:aws:sts::111111111111:assumed-role/deploy/funade-shop
    2026-11-24T00:27:19Z staging             assume role arn:aws:iam::111111111111:role/deploy: done (0 ms)
    2026-11-24T00:27:19Z shop/api@staging    build shop/api:v1.0.0 from services/api with podman
    2026-11-24T00:27:19Z shop/api@staging    build shop/api:v1.0.0 from services/api with podman: building with podman
    2026-11-24T00:27:19Z shop/web@staging    build shop/web:v1.0.0 from services/web with podman
    2026-11-24T00:27:19Z shop/web@staging    build shop/web:v1.0.0 from services/web with podman: building with podman
    2026-11-24T00:27:19Z shop/proxy@staging  build shop/proxy:v1.0.0 from services/proxy with podman
    2026-11-24T00:27:19Z shop/proxy@staging  build shop/proxy:v1.0.0 from services/proxy with podman: building with podman
    2026-11-24T00:27:19Z shop/api@staging    | STEP 1/6: FROM scratch
    2026-11-24T00:27:19Z shop/api@staging    | STEP 2/6: COPY main /app/main
    2026-11-24T00:27:19Z shop/web@staging    | STEP 1/6: FROM scratch
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 1/6: FROM scratch
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 2/6: COPY main /app/main
    2026-11-24T00:27:19Z shop/web@staging    | STEP 2/6: COPY main /app/main
    2026-11-24T00:27:19Z shop/api@staging    | --> 0d5949a8442
    2026-11-24T00:27:19Z shop/api@staging    | STEP 3/6: CMD ["/app/main"]
    2026-11-24T00:27:19Z shop/proxy@staging  | --> 33bd361fb2a
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 3/6: CMD ["/app/main"]
    2026-11-24T00:27:19Z shop/web@staging    | --> a63e5ed243f
    2026-11-24T00:27:19Z shop/web@staging    | STEP 3/6: CMD ["/app/main"]
    2026-11-24T00:27:19Z shop/api@staging    | --> cc387403ea1
    2026-11-24T00:27:19Z shop/proxy@staging  | --> 3772a2338fd
    2026-11-24T00:27:19Z shop/web@staging    | --> 6e0d1e0666a
    2026-11-24T00:27:19Z shop/web@staging    | STEP 4/6: LABEL "org.opencontainers.image.created"="2026-11-24T00:27:19.000Z"
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 4/6: LABEL "org.opencontainers.image.created"="2026-11-24T00:27:19.000Z"
    2026-11-24T00:27:19Z shop/api@staging    | STEP 4/6: LABEL "org.opencontainers.image.created"="2026-11-24T00:27:19.000Z"
    2026-11-24T00:27:19Z shop/web@staging    | --> 0d82ce82f49
    2026-11-24T00:27:19Z shop/web@staging    | STEP 5/6: LABEL "org.opencontainers.image.version"="1.0.0"
    2026-11-24T00:27:19Z shop/api@staging    | --> 884c453852d
    2026-11-24T00:27:19Z shop/proxy@staging  | --> fd56f35922e
    2026-11-24T00:27:19Z shop/api@staging    | STEP 5/6: LABEL "org.opencontainers.image.version"="1.0.0"
    2026-11-24T00:27:19Z shop/web@staging    | --> feb46d3be13
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 5/6: LABEL "org.opencontainers.image.version"="1.0.0"
    2026-11-24T00:27:19Z shop/web@staging    | STEP 6/6: LABEL "org.opencontainers.image.revision"="a1f570e99ff6806ecf358bac00348482248c6761"
    2026-11-24T00:27:19Z shop/web@staging    | COMMIT 127.0.0.1:37011/shop/web:v1.0.0
    2026-11-24T00:27:19Z shop/api@staging    | --> cd151af1e7a
    2026-11-24T00:27:19Z shop/api@staging    | STEP 6/6: LABEL "org.opencontainers.image.revision"="a1f570e99ff6806ecf358bac00348482248c6761"
    2026-11-24T00:27:19Z shop/api@staging    | COMMIT 127.0.0.1:37011/shop/api:v1.0.0
    2026-11-24T00:27:19Z shop/api@staging    | --> 7c03dde636f
    2026-11-24T00:27:19Z shop/api@staging    | Successfully tagged 127.0.0.1:37011/shop/api:v1.0.0
    2026-11-24T00:27:19Z shop/web@staging    | --> ba71c281a0a
    2026-11-24T00:27:19Z shop/web@staging    | Successfully tagged 127.0.0.1:37011/shop/web:v1.0.0
    2026-11-24T00:27:19Z shop/api@staging    | 7c03dde636f627014b8098a0ce5f269b4e5a7a1d9b8205d0dbd47b18e805606c
    2026-11-24T00:27:19Z shop/proxy@staging  | --> 858b7b818b9
    2026-11-24T00:27:19Z shop/web@staging    | ba71c281a0a1ee47034878e0decae2454728e15e867407ff726099630a75d856
    2026-11-24T00:27:19Z shop/proxy@staging  | STEP 6/6: LABEL "org.opencontainers.image.revision"="a1f570e99ff6806ecf358bac00348482248c6761"
    2026-11-24T00:27:19Z shop/proxy@staging  | COMMIT 127.0.0.1:37011/shop/proxy:v1.0.0
    2026-11-24T00:27:19Z shop/proxy@staging  | --> 98aa8ed206e
    2026-11-24T00:27:19Z shop/proxy@staging  | Successfully tagged 127.0.0.1:37011/shop/proxy:v1.0.0
    2026-11-24T00:27:19Z shop/proxy@staging  | 98aa8ed206e042586153a51b99f40b45ff6e1d9ceabf54bd27d2dc4229466272
    2026-11-24T00:27:19Z shop/api@staging    build shop/api:v1.0.0 from services/api with podman: done (0 ms)
    2026-11-24T00:27:19Z shop/api@staging    push shop/api:v1.0.0
    2026-11-24T00:27:19Z shop/api@staging    push shop/api:v1.0.0: blob 1 of 2, 140 bytes sent
    2026-11-24T00:27:19Z shop/api@staging    push shop/api:v1.0.0: blob 2 of 2, 1357 bytes sent
    2026-11-24T00:27:19Z shop/api@staging    push shop/api:v1.0.0: shop/api:v1.0.0 is sha256:88b9cada98d33fa7821dcedb3f5bf0f53f00f7e872a5b09dd2d2691c7e91ff65
    2026-11-24T00:27:19Z shop/api@staging    push shop/api:v1.0.0: done (0 ms)
    2026-11-24T00:27:19Z shop/proxy@staging  build shop/proxy:v1.0.0 from services/proxy with podman: done (0 ms)
    2026-11-24T00:27:19Z shop/proxy@staging  push shop/proxy:v1.0.0
    2026-11-24T00:27:19Z shop/proxy@staging  push shop/proxy:v1.0.0: blob 1 of 2, 145 bytes sent
    2026-11-24T00:27:19Z shop/proxy@staging  push shop/proxy:v1.0.0: blob 2 of 2, 1357 bytes sent
    2026-11-24T00:27:19Z shop/proxy@staging  push shop/proxy:v1.0.0: shop/proxy:v1.0.0 is sha256:7540718c6cc0a5eab36eec7f7cb947361852721f78bf2a1ff60d6e40c7ee268c
    2026-11-24T00:27:19Z shop/proxy@staging  push shop/proxy:v1.0.0: done (0 ms)
    2026-11-24T00:27:19Z shop/web@staging    build shop/web:v1.0.0 from services/web with podman: done (0 ms)
    2026-11-24T00:27:19Z shop/web@staging    push shop/web:v1.0.0
    2026-11-24T00:27:19Z shop/web@staging    push shop/web:v1.0.0: blob 1 of 2, 144 bytes sent
    2026-11-24T00:27:19Z shop/web@staging    push shop/web:v1.0.0: blob 2 of 2, 1357 bytes sent
    2026-11-24T00:27:19Z shop/web@staging    push shop/web:v1.0.0: shop/web:v1.0.0 is sha256:0513a0485e70be673032e625f052c78f42c0664cf26fa0a4ec63cb715b6bec82
    2026-11-24T00:27:19Z shop/web@staging    push shop/web:v1.0.0: done (0 ms)
    2026-11-24T00:27:19Z api@staging         register task definition shop-api
    2026-11-24T00:27:19Z worker@staging      register task definition shop-worker
    2026-11-24T00:27:19Z web@staging         register task definition shop-web
    2026-11-24T00:27:19Z api@staging         register task definition shop-api: done (0 ms)
    2026-11-24T00:27:19Z api@staging         update service api
    2026-11-24T00:27:19Z worker@staging      register task definition shop-worker: done (0 ms)
    2026-11-24T00:27:19Z worker@staging      update service worker
    2026-11-24T00:27:19Z web@staging         register task definition shop-web: done (0 ms)
    2026-11-24T00:27:19Z web@staging         update service web
    2026-11-24T00:27:19Z api@staging         update service api: done (0 ms)
    2026-11-24T00:27:19Z api@staging         wait for api (up to 15m)
    2026-11-24T00:27:19Z api@staging         wait for api (up to 15m): cancelled (0 ms): stopped watching api: deployment ecs-svc/7819589194015845745 goes on in ECS (WATCH_INTERRUPTED)
    2026-11-24T00:27:19Z worker@staging      update service worker: done (0 ms)
    2026-11-24T00:27:19Z worker@staging      wait for worker (up to 15m)
    2026-11-24T00:27:19Z worker@staging      wait for worker (up to 15m): cancelled (0 ms): stopped watching worker: deployment ecs-svc/2061962575405462578 goes on in ECS (WATCH_INTERRUPTED)
    2026-11-24T00:27:19Z web@staging         update service web: done (0 ms)
    2026-11-24T00:27:19Z web@staging         wait for web (up to 15m)
    2026-11-24T00:27:19Z web@staging         wait for web (up to 15m): cancelled (0 ms): stopped watching web: deployment ecs-svc/0218029771942225335 goes on in ECS (WATCH_INTERRUPTED)
    journal: .funade/runs/20261124-002719-8c5fea.jsonl
    "
  `);
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
  expect(out).toMatch(/worker@staging +skipped/);
  expect(err).toMatch(/build shop\/api:v1\.0\.0 .*: failed \(/);
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
