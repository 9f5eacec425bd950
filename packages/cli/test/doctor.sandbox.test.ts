import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accounts } from '../src/demo/shop-seed.ts';
import { main } from '../src/main.ts';
import { grant, iamOf } from './iam-grant.ts';
import { startShop } from './shop.ts';
import { testIo } from './test-io.ts';

/** Ports, commits and times differ from run to run. */
const settled = (text: string): string =>
  text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'SANDBOX')
    .replaceAll(/\([0-9a-f]{7}\)/g, '(COMMIT)')
    .replaceAll(/until\s+\d{4}-\S+/g, 'until TIME')
    .replaceAll(/exp \d{4}-\S+/g, 'exp TIME')
    .replaceAll(/git: \S+/g, 'git: VERSION')
    .replaceAll(/\(…\w{4}\)/g, '(…KEY4)');

test('everything that a deploy needs, on one page', async () => {
  await using shop = await startShop();
  const { code, out, err } = await shop.funade('doctor staging');
  expect(settled(out)).toMatchInlineSnapshot(`
    "OK      Node: 24.1.0
    OK      git: VERSION
    OK      config: deploy.config.ts: 3 services, 2 environments
    OK      environment: staging: account 111111111111, ap-northeast-1
    OK      release: tag v1.0.0 (COMMIT) may go to staging
    OK      region: ap-northeast-1
    ⚠       endpoint: AWS_ENDPOINT_URL is http://SANDBOX: this is not AWS itself
            → unset AWS_ENDPOINT_URL, unless a sandbox or a gateway is meant
    OK      proxy: none for SANDBOX
    OK      credentials: from AWS_ACCESS_KEY_ID (…KEY4)
    OK      who we are: arn:aws:sts::111111111111:assumed-role/deploy/funade-shop, until TIME
    OK      role: arn:aws:iam::111111111111:role/deploy
    OK      trust policy: takes tokens of SANDBOX/oidc
              StringEquals aud: sts.amazonaws.com
              StringLike sub: project_path:shop/shop:ref_type:tag:ref:v*
    OK      clock: agrees with AWS
    OK      builder of shop/api: containerify
    OK      builder of shop/web: containerify
    OK      builder of shop/proxy: containerify
    OK      repository shop/api: SANDBOX/shop/api
    OK      repository shop/web: SANDBOX/shop/web
    OK      repository shop/proxy: SANDBOX/shop/proxy
    OK      registry SANDBOX: it answers, and takes the login
    OK      service api (api@staging): runs shop-api:1
    OK      ECS Exec (api@staging): off: \`funade exec\` needs \`ecs.settings.enableExecuteCommand: true\`
              and a deploy
    OK      execution role execution (api@staging): there
    OK      passing execution role execution (api@staging): allowed
    OK      service worker (worker@staging): runs shop-worker:1
    OK      ECS Exec (worker@staging): off: \`funade exec\` needs \`ecs.settings.enableExecuteCommand:
              true\` and a deploy
    OK      execution role execution (worker@staging): there
    OK      passing execution role execution (worker@staging): allowed
    OK      service web (web@staging): runs shop-web:1
    OK      ECS Exec (web@staging): off: \`funade exec\` needs \`ecs.settings.enableExecuteCommand: true\`
              and a deploy
    OK      execution role execution (web@staging): there
    OK      passing execution role execution (web@staging): allowed
    OK      permissions: arn:aws:iam::111111111111:role/deploy may do all that a pipeline does, as
              IAM's simulator says

    32 OK, 1 warning
    "
  `);
  expect([code, err]).toEqual([0, '']);
  expect(shop.writes()).toEqual([]);
});

test('what is missing is red, with what mends it: exit 8', async () => {
  await using shop = await startShop({
    seed: (seed) => {
      const copy = structuredClone(seed);
      const place = copy.accounts[accounts.staging]?.regions?.['ap-northeast-1'];
      if (place?.repositories !== undefined) delete place.repositories['shop/web'];
      return copy;
    },
  });
  const view = await iamOf(shop, 'staging --commands plan,deploy,operate,rollback,tasks,schedules');
  const documents = view.policies.map(({ document }) => document);
  grant(
    shop,
    documents.map((document) => ({
      ...document,
      Statement: document.Statement.filter(({ Action }) => !Action.includes('iam:PassRole')),
    })),
  );
  const { code, out } = await shop.funade('doctor staging --service web');
  expect(code).toBe(8);
  expect(out).toContain('→ aws ecr create-repository --repository-name shop/web --region ap-northeast-1');
  expect(out).toMatch(/failed {2}permissions: \S+role\/deploy may\s+not: iam:PassRole/);
  expect(out).toContain('"iam:PassedToService": "ecs-tasks.amazonaws.com"');
  const json = JSON.parse((await shop.funade('doctor staging --service web --json')).out);
  expect(json).toMatchObject({ schema: 'funade.doctor/1', ok: false, environment: { name: 'staging' } });
  expect(json.totals.failed).toBe(json.findings.filter(({ result }: { result: string }) => result === 'failed').length);
});

test('the token of a job stands beside what the trust policy asks for', async () => {
  await using shop = await startShop();
  const subject = 'project_path:shop/shop:ref_type:branch:ref:main';
  const { id_token: token } = (await (
    await fetch(`${shop.sandbox.issuer}/token?sub=${encodeURIComponent(subject)}&aud=sts.amazonaws.com`)
  ).json()) as { id_token: string };
  const env = { GITLAB_CI: 'true', AWS_ID_TOKEN: token, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  const refused = await shop.funade('doctor staging --service api', { env });
  expect(refused.code).toBe(8);
  expect(refused.out).toContain(`sub ${subject}`);
  expect(refused.out).toMatch(/does not accept the identity\s+token of GitLab \(ROLE_REFUSED\)/);
  expect(refused.out).not.toContain(token);
  expect(refused.out).not.toContain('service api');
  const good = (await (
    await fetch(
      `${shop.sandbox.issuer}/token?sub=${encodeURIComponent('project_path:shop/shop:ref_type:tag:ref:v1.0.0')}&aud=sts.amazonaws.com`,
    )
  ).json()) as { id_token: string };
  const taken = await shop.funade('doctor staging --service api', { env: { ...env, AWS_ID_TOKEN: good.id_token } });
  expect(taken.out).toContain('StringLike sub: project_path:shop/shop:ref_type:tag:ref:v*');
  expect(taken.out).toContain('presented: sub project_path:shop/shop:ref_type:tag:ref:v1.0.0');
  expect(taken.code).toBe(0);
});

test('it works with nothing at hand', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'funade-doctor-'));
  try {
    const given = testIo({ cwd: folder, env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' } });
    const code = await main(['doctor'], given.io);
    expect([code, given.err()]).toEqual([8, '']);
    expect(settled(given.out()).replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
      "OK      Node: 24.1.0
      failed  git: VERSION this folder is in no repository
              → git init, and commit: a release is a commit
      failed  config: there is no deploy.config file; looked in:
                  FOLDER (CONFIG_NOT_FOUND)
              → write one with \`funade init\`, or name the file with --config; known names: deploy.config.ts, deploy.config.mts, deploy.config.js, deploy.config.mjs, deploy.config.cjs, deploy.config.json, deploy.config.json5, deploy.config.yaml, deploy.config.yml

      1 OK, 2 to mend
      "
    `);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('without credentials, what needs none is still looked at', async () => {
  await using shop = await startShop();
  const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: shop.folder };
  const { code, out } = await shop.funade('doctor staging', { env });
  expect(code).toBe(8);
  expect(out).toMatch(/OK {6}builder of shop\/api: containerify/);
  expect(out).toMatch(/failed {2}credentials: there are none\n {8}→ aws sso login/);
  expect(out).toContain('NO_CREDENTIALS');
});

test('a clock that is off is told', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.skewClock(3 * 60_000);
  const { out } = await shop.funade('doctor staging --service api');
  expect(out).toMatch(/⚠ {7}clock: this machine is 3 min behind AWS/);
});
