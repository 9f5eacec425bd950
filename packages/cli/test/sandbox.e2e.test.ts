import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopSeed } from '../src/demo/shop-seed.ts';
import { runBin, startBin } from './run-bin.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'funade-test-'));
  await writeFile(join(folder, 'seed.json'), JSON.stringify(shopSeed()));
  const clusters = { c: { services: { web: { taskDefinition: 'nope' } } } };
  const unknown = { accounts: { '111111111111': { regions: { 'eu-west-1': { clusters } } } } };
  await writeFile(join(folder, 'unknown.json'), JSON.stringify(unknown));
  await writeFile(join(folder, 'broken.json'), '{ "accounts": ');
  await writeFile(join(folder, 'wrong.json'), '{ "accounts": { "1": {} }, "regoin": true }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('says in one line of JSON what an AWS client needs, gives tokens, and ends cleanly on SIGTERM', async () => {
  await using sandbox = startBin(['sandbox', '--seed', 'seed.json', '--json', '--speed', '100'], { cwd: folder });
  await sandbox.said(/\n/);
  expect(sandbox.out().split('\n').length).toBe(2);
  const said = JSON.parse(sandbox.out());
  expect(said).toMatchObject({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    issuer: `${said.endpoint}/oidc`,
    registries: [{ account: '111111111111', region: 'ap-northeast-1' }, { account: '222222222222' }],
    environment: { AWS_ENDPOINT_URL: said.endpoint, AWS_REGION: 'ap-northeast-1' },
  });
  const claims = ['--sub', 'project_path:shop/shop:ref_type:tag:ref:v1.0.0', '--aud', 'sts.amazonaws.com'];
  const token = await runBin(['sandbox', 'token', ...claims], { env: { AWS_ENDPOINT_URL: said.endpoint } });
  expect([token.code, token.err]).toEqual([0, '']);
  const payload = JSON.parse(Buffer.from(token.out.split('.')[1] ?? '', 'base64url').toString());
  expect(payload).toMatchObject({ iss: said.issuer, sub: claims[1], aud: claims[3] });
  const asJson = await runBin(['sandbox', 'token', ...claims, '--endpoint', said.endpoint, '--json']);
  expect(JSON.parse(asJson.out)).toMatchObject({ token_type: 'Bearer' });
  sandbox.child.kill('SIGTERM');
  expect(await sandbox.ended()).toMatchObject({ code: 0, err: '' });
});

test('prints for people what to paste, and ends on Ctrl-C', async () => {
  await using sandbox = startBin(['sandbox', '--seed', 'seed.json'], { cwd: folder });
  await sandbox.said(/Ctrl-C ends it/);
  const shown = sandbox
    .out()
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/(ACCESS_KEY_ID|SECRET_ACCESS_KEY)=\S+/g, '$1=…');
  expect(shown).toMatchInlineSnapshot(`
    "the sandbox is ready at http://127.0.0.1:PORT

    # what an AWS client needs:
    export AWS_ENDPOINT_URL=http://127.0.0.1:PORT
    export AWS_REGION=ap-northeast-1
    export AWS_DEFAULT_REGION=ap-northeast-1
    export AWS_ACCESS_KEY_ID=…
    export AWS_SECRET_ACCESS_KEY=…
    # account 222222222222: AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…

    # registries, for docker login, push and pull:
    #   127.0.0.1:PORT  111111111111 ap-northeast-1
    #   127.0.0.1:PORT  222222222222 ap-northeast-1

    # OIDC issuer: http://127.0.0.1:PORT/oidc
    # a token of it:
    funade sandbox token --endpoint http://127.0.0.1:PORT --sub <subject> --aud sts.amazonaws.com

    # Ctrl-C ends it
    "
  `);
  sandbox.child.kill('SIGINT');
  expect(await sandbox.ended()).toMatchObject({ code: 0, err: 'the sandbox is closed\n' });
});

test.each([
  ['nowhere.json', /^error: cannot read the seed nowhere\.json \(SEED_UNREADABLE\)\n {2}because: ENOENT/],
  ['broken.json', /^error: cannot read the seed broken\.json \(SEED_UNREADABLE\)\n {2}because: .*JSON/],
  [
    'wrong.json',
    /^error: the seed wrong\.json is not valid: \(SEED_INVALID\)\n {2}accounts\.1: .*\n {2}the seed: .*regoin/,
  ],
  [
    'unknown.json',
    /^error: the seed unknown\.json is not valid: \(SEED_INVALID\)\n {2}accounts\.1+\.regions\.eu-west-1\.clusters\.c\.services\.web\.taskDefinition: there is no task definition nope in this region\n {2}hint: /,
  ],
])('--seed %s exits 2', async (seed, err) => {
  const ended = await runBin(['sandbox', '--seed', seed], { cwd: folder });
  expect([ended.code, ended.out]).toEqual([2, '']);
  expect(ended.err).toMatch(err);
});

test('listens where it is told, and its time runs as fast as it is told', async () => {
  const port = await freePort();
  await using sandbox = startBin(['sandbox', '--json', '--port', String(port), '--speed', '1000']);
  await sandbox.said(/\n/);
  const { endpoint, registries } = JSON.parse(sandbox.out());
  expect(endpoint).toBe(`http://127.0.0.1:${port}`);
  expect(registries[0].host).toBe(`127.0.0.1:${port + 1}`);
  const issuedAt = async (): Promise<number> => {
    const args = ['sandbox', 'token', '--sub', 'a', '--aud', 'b', '--endpoint', endpoint];
    const { out } = await runBin(args);
    return JSON.parse(Buffer.from(out.split('.')[1] ?? '', 'base64url').toString()).iat;
  };
  const [began, first] = [performance.now(), await issuedAt()];
  const passed = (await issuedAt()) - first;
  const wall = (performance.now() - began) / 1000;
  expect(passed).toBeGreaterThan(50);
  expect(passed).toBeLessThan(wall * 1000 + 1);
});

/** A port with a free one after it, for the registry. */
async function freePort(): Promise<number> {
  for (;;) {
    await using first = await listening(0);
    const neighbour = await listening(first.port + 1).catch(() => null);
    await neighbour?.[Symbol.asyncDispose]();
    if (neighbour !== null) return first.port;
  }
}

async function listening(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

test('a port that is taken', async () => {
  await using first = startBin(['sandbox', '--json']);
  await first.said(/\n/);
  const { port } = new URL(JSON.parse(first.out()).endpoint);
  const second = await runBin(['sandbox', '--port', port]);
  expect(second.code).toBe(1);
  expect(second.err).toMatch(
    /^error: the sandbox did not start \(SANDBOX_NOT_STARTED\)\n {2}because: listen EADDRINUSE/,
  );
});

test('a token where no sandbox is', async () => {
  const nobody = await runBin(['sandbox', 'token', '--sub', 'a', '--aud', 'b', '--endpoint', 'http://127.0.0.1:59999']);
  expect(nobody.code).toBe(1);
  expect(nobody.err).toMatch(/^error: no sandbox answers at http:\/\/127\.0\.0\.1:59999 \(SANDBOX_UNREACHABLE\)/);
  const unnamed = await runBin(['sandbox', 'token', '--sub', 'a', '--aud', 'b']);
  expect([unnamed.code, unnamed.err.split('\n')[0]]).toEqual([2, 'error: no sandbox is named (USAGE)']);
});
