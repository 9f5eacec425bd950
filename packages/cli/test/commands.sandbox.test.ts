import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { loadPlan } from '@funade/core/node';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { renderPlan } from '../src/render/render-plan.ts';
import { renderPlanJson } from '../src/render/render-plan-json.ts';
import { renderPlanMarkdown } from '../src/render/render-plan-markdown.ts';
import { startShop } from './shop.ts';

/** Ids, ports, digests and dates differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:DIGEST')
    .replaceAll(/\b[0-9a-f]{12}\b/g, (match) => (/^\d+$/.test(match) ? match : 'PLAN-ID'))
    .replaceAll(/\([0-9a-f]{7}\)/g, '(COMMIT)')
    .replaceAll(/\d{8}-\d{6}-[0-9a-f]{6}/g, 'RUN-ID')
    .replaceAll(/\d+(\.\d)? m?s\b/g, 'N s')
    .replaceAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/gm, 'TIME');
}

test('plan shows what would happen and changes nothing', async () => {
  await using shop = await startShop();
  const { code, out, err } = await shop.funade('plan staging --tag v1.0.0');
  expect([code, err]).toEqual([0, '']);
  for (const part of [
    'deploy v1.0.0 (COMMIT) of shop to staging',
    'api@staging  v0.9.0 → v1.0.0 (major)',
    'containerDefinitions[app].image',
    'image shop/api:v1.0.0 is already in ECR, built from this commit\n     also applies to shop/web, shop/proxy\n',
    '3 services: 3 to update',
  ]) {
    expect(settled(out)).toContain(part);
  }
  expect(shop.writes()).toEqual([]);
  expect(await readdir(shop.folder)).not.toContain('.funade');
});

test.each(['plan staging --tag v1.0.0', 'deploy staging --tag v1.0.0 --yes', 'status staging'])(
  '%s closes every connection that it opened',
  async (typed) => {
    await using shop = await startShop();
    const sockets: Socket[] = [];
    const onSocket = (message: unknown): void => {
      sockets.push((message as { readonly socket: Socket }).socket);
    };
    subscribe('net.client.socket', onSocket);
    const { code } = await shop.funade(typed);
    unsubscribe('net.client.socket', onSocket);
    expect(code).toBe(0);
    expect(sockets.length).toBeGreaterThan(0);
    expect(sockets.filter(({ destroyed }) => !destroyed)).toEqual([]);
  },
);

test('plan --json prints the view of the plan that --out saves, and --service narrows it', async () => {
  await using shop = await startShop();
  const { code, out, err } = await shop.funade('plan staging --tag v1.0.0 --service api,web --json --out plan.json');
  expect([code, err]).toEqual([0, 'saved as plan.json; run it with: funade apply plan.json\n']);
  expect(out).toBe(renderPlanJson(await loadPlan(join(shop.folder, 'plan.json'))));
  expect(JSON.parse(out)).toMatchObject({
    schema: 'funade.plan/2',
    nothingToDo: false,
    targets: [
      { id: 'api@staging', images: [{ container: 'app', from: { tag: 'v0.9.0' }, to: { tag: 'v1.0.0' } }] },
      { id: 'web@staging', waitSeconds: 900 },
    ],
  });
});

test('plan --markdown prints the same plan for a merge request', async () => {
  await using shop = await startShop();
  const { code, out, err } = await shop.funade('plan staging --tag v1.0.0 --markdown --out plan.json');
  expect([code, err]).toEqual([0, 'saved as plan.json; run it with: funade apply plan.json\n']);
  expect(out).toBe(renderPlanMarkdown(await loadPlan(join(shop.folder, 'plan.json'))));
  expect(out).toContain('| `web@staging` | v0.9.0 → v1.0.0 (major) |');
  expect(await shop.funade('plan staging --json --markdown')).toMatchObject({ code: 2, out: '' });
});

test('deploy runs the plan, reports every target, and once more has nothing to do', async () => {
  await using shop = await startShop();
  const first = await shop.funade('deploy staging --tag v1.0.0');
  expect(first).toMatchObject({ code: 0 });
  expect(settled(first.out.slice(first.out.indexOf('✔')))).toMatchInlineSnapshot(`
    "✔ api@staging     succeeded  v0.9.0 → v1.0.0 (major)  N s
    ✔ worker@staging  succeeded  v0.9.0 → v1.0.0 (major)  N s
    ✔ web@staging     succeeded  v0.9.0 → v1.0.0 (major)  N s
    staging: 3 succeeded in N s
    "
  `);
  expect(shop.sandbox.requests('ecs.UpdateService').length).toBe(3);
  const written = shop.writes().length;
  const second = await shop.funade('deploy staging --tag v1.0.0');
  expect(second).toEqual({ code: 0, out: 'nothing to do: staging is already at v1.0.0\n', err: '' });
  expect(shop.writes().length).toBe(written);
});

test('deploy shows its plan first, as plan does, and with --json on stderr', async () => {
  await using shop = await startShop();
  const { out } = await shop.funade('deploy staging --tag v1.0.0 --service api --out .git/plan.json');
  const shown = renderPlan(await loadPlan(join(shop.folder, '.git/plan.json')));
  expect(out.slice(0, shown.length)).toBe(shown);
  const asJson = await shop.funade('deploy staging --tag v1.0.0 --service web --out .git/plan.json --json');
  expect(asJson.err).toContain(renderPlan(await loadPlan(join(shop.folder, '.git/plan.json'))));
  expect(JSON.parse(asJson.out)).toMatchObject({ outcome: 'succeeded' });
});

test('deploy --json prints the report alone on stdout', async () => {
  await using shop = await startShop();
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0 --service api --json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'succeeded',
    targets: [{ id: 'api@staging', outcome: 'succeeded' }],
  });
  expect(err).toContain('✔ api@staging');
});

test('--reporter json prints one event a line, the report last', async () => {
  await using shop = await startShop();
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api --reporter json');
  expect(code).toBe(0);
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events[0]).toMatchObject({ type: 'run-started', environment: 'staging' });
  expect(events.at(-2)).toMatchObject({ type: 'run-finished' });
  expect(events.at(-1)).toMatchObject({ type: 'report', report: { outcome: 'succeeded' } });
});

test('the journal holds the run', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const [run = ''] = await readdir(join(shop.folder, '.git/funade/runs'));
  const lines = (await readFile(join(shop.folder, '.git/funade/runs', run), 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'journal', plan: { project: 'shop' } });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'run-finished' });
  expect(await shop.git('status', '--porcelain')).toBe('');
});

test('a saved plan is applied as it is', async () => {
  await using shop = await startShop();
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json --service worker');
  const { code, out } = await shop.funade('apply .git/plan.json');
  expect(code).toBe(0);
  expect(out).toContain('✔ worker@staging  succeeded');
  expect(shop.sandbox.requests('ecs.UpdateService').length).toBe(1);
});

test('a saved plan that is out of date does not run', async () => {
  await using shop = await startShop();
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json');
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const written = shop.writes().length;
  const { code, err } = await shop.funade('apply .git/plan.json');
  expect(code).toBe(8);
  expect(err).toMatch(
    /^error: the facts the plan was made from have changed: .* \(PLAN_STALE\)\n {2}hint: make the plan again: funade plan staging --out plan\.json\n {2}more: funade explain PLAN_STALE\n$/s,
  );
  expect(shop.writes().length).toBe(written);
});

test('a saved plan with nothing to do is one line', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json');
  const applied = await shop.funade('apply .git/plan.json');
  expect(applied).toEqual({ code: 0, out: 'nothing to do: staging is already at v1.0.0\n', err: '' });
  const { out } = await shop.funade('apply .git/plan.json --json');
  expect(JSON.parse(out)).toMatchObject({ outcome: 'unchanged' });
});

test('deploy --out saves the plan that it runs', async () => {
  await using shop = await startShop();
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api --out .git/plan.json --json');
  expect(code).toBe(0);
  const saved = JSON.parse(await readFile(join(shop.folder, '.git/plan.json'), 'utf8'));
  expect(saved.id).toBe(JSON.parse(out).plan);
});

test.each([
  [
    /project: 'shop'/,
    "project: 'bank'",
    2,
    /the plan is for project "shop", but the config is for "bank" \(PLAN_OTHER_PROJECT\)/,
  ],
  [/'111111111111'/, "'333333333333'", 8, /account, role changed in the config \(PLAN_OTHER_ENVIRONMENT\)/],
])('a saved plan does not run where the config says otherwise: %s', async (pattern, text, ...[code, says]) => {
  await using shop = await startShop();
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json');
  const config = await readFile(join(shop.folder, 'deploy.config.ts'), 'utf8');
  await writeFile(join(shop.folder, 'changed.config.ts'), config.replace(pattern, text));
  const ended = await shop.funade('apply .git/plan.json --config changed.config.ts');
  expect(ended.err).toMatch(says);
  expect([ended.code, shop.writes()]).toEqual([code, []]);
});

test('a plan that builds does not run from another commit', async () => {
  await using shop = await startShop({ pushed: [] });
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json --service api');
  await shop.git('checkout', '--quiet', 'v1.1.0');
  const { code, err } = await shop.funade('apply .git/plan.json');
  expect(code).toBe(8);
  expect(err).toContain('git checkout');
  expect(shop.writes()).toEqual([]);
});

test('an environment that asks is deployed when a person says y', async () => {
  await using shop = await startShop();
  const terminal = { isTTY: true };
  const refused = await shop.funade('deploy production --tag v1.0.0 --service api', { typed: ['n'], terminal });
  expect(refused.code).toBe(8);
  expect(refused.err).toContain('deploy v1.0.0 to production (account 222222222222)? [y/N] ');
  expect(refused.err).toContain('error: not deployed to "production": not confirmed (ABORTED)');
  expect(shop.writes()).toEqual([]);
  const agreed = await shop.funade('deploy production --tag v1.0.0 --service api', { typed: ['y'], terminal });
  expect(agreed.code).toBe(0);
});

test.each([
  ['deploy', 'deploy production --tag v1.0.0 --service api'],
  ['apply', 'apply .git/plan.json'],
])('%s builds nothing that was changed while a person was asked', async (_, command) => {
  await using shop = await startShop({ pushed: [] });
  await shop.funade('plan production --tag v1.0.0 --service api --out .git/plan.json');
  const { io, err } = shop.io({ terminal: {}, typed: [] });
  const readLine = async (): Promise<string> => {
    await writeFile(join(shop.folder, 'services/api/main'), 'changed');
    return 'y';
  };
  const code = await main(command.split(' '), { ...io, stdin: { isTTY: true, readLine } });
  expect(err()).toContain('(BUILD_CONTEXT_DIRTY)');
  expect([code, shop.writes()]).toEqual([8, []]);
});

test('without a terminal and without --yes nothing is changed', async () => {
  await using shop = await startShop();
  const { code, err } = await shop.funade('deploy production --tag v1.0.0');
  expect(code).toBe(2);
  expect(err).toContain('(CONFIRM_NEEDS_TERMINAL)\n  hint: pass --yes');
  expect(shop.writes()).toEqual([]);
  expect(await shop.funade('deploy production --tag v1.0.0 --service api --yes')).toMatchObject({ code: 0 });
});

test('a pipeline deploys with its token and no keys', async () => {
  await using shop = await startShop();
  const sub = 'project_path:shop/shop:ref_type:tag:ref:v1.0.0';
  const commit = await shop.git('rev-parse', 'HEAD');
  const env = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PIPELINE_ID: '42',
    CI_PROJECT_PATH: 'shop/shop',
    CI_COMMIT_TAG: 'v1.0.0',
    CI_COMMIT_SHA: commit,
    AWS_ID_TOKEN: await shop.sandbox.token({ sub, aud: 'sts.amazonaws.com' }),
  };
  const { code, err } = await shop.funade('deploy staging --service api', { env });
  expect(err).not.toContain('error');
  expect(code).toBe(0);
  expect(shop.sandbox.requests('sts.AssumeRoleWithWebIdentity').length).toBeGreaterThan(0);
});

test.each([
  ['agree', { ref: 'v1.0.0', ref_type: 'tag' }, 0],
  ['name a branch', { ref: 'main', ref_type: 'branch' }, 8],
  ['name another commit', { ref: 'v1.0.0', ref_type: 'tag', sha: '0'.repeat(40) }, 8],
] as const)('variables of a pipeline whose token claims %s exit %3$d', async (_, claimed, expected) => {
  await using shop = await startShop();
  const sha = await shop.git('rev-parse', 'HEAD');
  const sub = 'project_path:shop/shop:ref_type:tag:ref:v1.0.0';
  const env = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    GITLAB_CI: 'true',
    CI_COMMIT_TAG: 'v1.0.0',
    CI_COMMIT_SHA: sha,
    AWS_ID_TOKEN: await shop.sandbox.token({ sub, aud: 'sts.amazonaws.com', claims: { sha, ...claimed } }),
  };
  const { code, err } = await shop.funade('plan staging', { env });
  expect(code).toBe(expected);
  expect(err.includes('(REF_NOT_PROVEN)')).toBe(expected === 8);
  expect(shop.sandbox.requests('sts.AssumeRoleWithWebIdentity').length > 0).toBe(expected === 0);
});

test('a GitHub job is told to hide what its session is made of, on standard error alone', async () => {
  await using shop = await startShop();
  const env = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/tags/v1.0.0' };
  const { code, out, err } = await shop.funade('plan staging --tag v1.0.0 --service api --json', { env });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ schema: 'funade.plan/2' });
  const masked = [...err.matchAll(/^::add-mask::(.+)$/gm)].map(([, value = '']) => value);
  expect(masked.length).toBeGreaterThan(0);
  expect(masked.some((value) => value.length >= 40)).toBe(true);
  expect(err.replace(/^::add-mask::.*\n/gm, '')).toBe('');
});

test('images that are not in ECR are built, each once, and pushed before the first ECS write', async () => {
  await using shop = await startShop({ pushed: [] });
  const { code, err } = await shop.funade('deploy staging --tag v1.0.0');
  expect([code, err.split('\n').filter((line) => line.includes('failed'))]).toEqual([0, []]);
  expect(err.match(/ {2}build shop\/api:v1\.0\.0 from services\/api with containerify$/gm)?.length).toBe(1);
  const operations = shop.writes();
  const firstEcs = operations.findIndex((operation) => operation.startsWith('ecs.'));
  const lastPush = operations.findLastIndex((operation) => operation.startsWith('registry.'));
  expect(lastPush).toBeGreaterThan(0);
  expect(firstEcs).toBeGreaterThan(lastPush);
});
