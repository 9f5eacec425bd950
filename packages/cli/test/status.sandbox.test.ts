import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { memoryOutput } from './builders.ts';
import { type Shop, startShop } from './shop.ts';

/** Ports and digests differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/sha256:[0-9a-f]{12}\b/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME');
}

test('status shows what runs where, and asks for no release', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', '--orphan', 'nothing-admits-this');
  const { code, out, err } = await shop.funade('status staging');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "service  runs in              revision       image                                        running  since                        state
    api      shop-staging/api     shop-api:1     app shop/api:v0.9.0 sha256:DIGEST      2/2      TIME  steady
    worker   shop-staging/worker  shop-worker:1  worker shop/api:v0.9.0 sha256:DIGEST   2/2      TIME  steady
    web      shop-staging/web     shop-web:1     web shop/web:v0.9.0 sha256:DIGEST      2/2      TIME  steady
                                                 nginx shop/proxy:v0.9.0 sha256:DIGEST
    "
  `);
  expect(shop.writes()).toEqual([]);
});

test('status --json has digests in full, and --service narrows it', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const { code, out } = await shop.funade('status staging --service api --json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    project: 'shop',
    environment: { name: 'staging', account: '111111111111', region: 'ap-northeast-1' },
    at: expect.stringMatching(/^\d{4}-/),
    targets: [
      {
        id: 'api@staging',
        service: 'api',
        place: 'shop-staging/api',
        state: 'steady',
        note: null,
        deployments: [
          {
            id: expect.stringMatching(/^ecs-svc\/\d+$/),
            role: 'new',
            revision: 'shop-api:2',
            images: [
              {
                container: 'app',
                repository: expect.stringMatching(/\/shop\/api$/),
                tag: 'v1.0.0',
                digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
              },
            ],
            since: expect.stringMatching(/^\d{4}-.*Z$/),
            running: 2,
            desired: 2,
            version: 'v1.0.0',
          },
        ],
        drift: { compared: [], changes: [], unknown: [] },
      },
    ],
  });
});

/** A shop whose developer may not assume the role of production. */
function closed(seed: Seed): Seed {
  const copy = structuredClone(seed) as never as { accounts: Record<string, { roles: Record<string, object> }> };
  const roles = copy.accounts['222222222222']?.roles ?? {};
  roles.deploy = { trust: { services: ['ecs-tasks.amazonaws.com'] } };
  return copy as never as Seed;
}

/** A config that writes what nobody deployed. */
async function writeDrift(shop: Shop): Promise<void> {
  const written = await readFile(join(shop.folder, 'deploy.config.ts'), 'utf8');
  const more = "settings: { desiredCount: 3 }, containers: { app: { environment: { LOG_LEVEL: 'warn' } } },";
  await writeFile(join(shop.folder, 'drift.config.ts'), written.replace("service: 'api',", `service: 'api', ${more}`));
}

test('status without an environment shows the versions of all of them side by side', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const { code, out, err } = await shop.funade('status');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatchInlineSnapshot(`
    "service  staging  production
    api      v1.0.0   v0.9.0
    worker   v0.9.0   v0.9.0
    web      v0.9.0   v0.9.0
    "
  `);
  expect((await shop.funade('status --service worker')).out).toMatch(
    /^service {2}staging {2}production\nworker +v0.9.0 +v0.9.0\n$/,
  );
  const unknown = await shop.funade('status --service wrker');
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('worker')]);
});

test('an environment that cannot be read is shown as such beside the others', async () => {
  await using shop = await startShop({ seed: closed });
  const { code, out } = await shop.funade('status');
  expect(code).toBe(0);
  expect(out).toMatch(/^api +v0\.9\.0 +not readable$/m);
  expect(out).toMatch(/\nproduction is not readable: .*\([A-Z_]+\)\n$/);
  const { environments } = JSON.parse((await shop.funade('status --json')).out);
  expect(environments).toMatchObject([
    { name: 'staging', account: '111111111111', error: null, targets: [{}, {}, {}] },
    { name: 'production', account: '222222222222', error: { code: expect.any(String) }, targets: [] },
  ]);
  shop.sandbox.faults.always('ecs.DescribeServices', { code: 'AccessDeniedException' });
  const none = await shop.funade('status');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('(NO_ENVIRONMENT_READABLE)')]);
});

test('status says what differs from the config, and reads no more than it must', async () => {
  await using shop = await startShop();
  await writeDrift(shop);
  const before = shop.sandbox.requests('ecs.DescribeTaskDefinition').length;
  const { out } = await shop.funade('status staging --config drift.config.ts');
  expect(out).toContain(
    'api@staging: differs from the config: desiredCount (2, config 3), environment[LOG_LEVEL] of app',
  );
  // Of the three services only one writes something of its definition.
  expect(shop.sandbox.requests('ecs.DescribeTaskDefinition').length - before).toBe(1);
  const { targets } = JSON.parse((await shop.funade('status staging --config drift.config.ts --json')).out);
  expect(targets[0].drift).toMatchObject({ compared: ['settings', 'definition'], unknown: [] });
  expect(targets[1].drift).toEqual({ compared: [], changes: [], unknown: [] });
});

test('what was deployed does not differ from its config, whatever that writes', async () => {
  await using shop = await startShop();
  const template = {
    family: 'shop-api',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: 256,
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111111111111:role/execution',
    containerDefinitions: [
      {
        name: 'app',
        image: 'set-by-the-deploy',
        environment: [
          { name: 'VERSION', value: '{{release.version}}' },
          { name: 'COMMIT', value: '{{release.shortCommit}}' },
        ],
      },
    ],
  };
  await writeFile(join(shop.folder, 'api.json'), JSON.stringify(template));
  const written = await readFile(join(shop.folder, 'deploy.config.ts'), 'utf8');
  const more = "taskDefinition: 'api.json', settings: { desiredCount: 3, enableExecuteCommand: false },";
  const containers = "containers: { app: { environment: { LOG_LEVEL: 'warn', SHOP: '{{environment.name}}' } } },";
  await writeFile(
    join(shop.folder, 'file.config.ts'),
    written.replace("service: 'api',", `service: 'api', ${more} ${containers}`),
  );
  const read = async () =>
    JSON.parse((await shop.funade('status staging --config file.config.ts --service api --json')).out).targets[0].drift;
  expect((await read()).changes.map(({ path }: { path: string }) => path)).toContain('desiredCount');
  const deployed = await shop.funade('deploy staging --tag v1.0.0 --service api --config file.config.ts --allow-dirty');
  expect([deployed.code, deployed.err]).toEqual([0, expect.any(String)]);
  expect(await read()).toEqual({ compared: ['settings', 'definition'], changes: [], unknown: [] });
  shop.sandbox.ecs.scale('shop-staging/api', 5);
  await shop.sandbox.clock.advance({ seconds: 120 });
  expect((await read()).changes).toEqual([{ path: 'desiredCount', from: 5, to: 3 }]);
});

/** Looks at a board until it says something, then ends it as a person does. */
async function watched(
  shop: Shop,
  typed: string,
  { tty, until, act }: Watched,
): Promise<{ code: number; text: string }> {
  const { io, kill, tick } = shop.io();
  const stdout = memoryOutput(tty ? { isTTY: true, columns: 80, rows: 24 } : {});
  const ended = main(typed.split(' '), { ...io, stdout });
  while (!stdout.text().includes('v0.9.0')) await setImmediate();
  act();
  while (!until.test(stdout.text())) {
    tick();
    await setImmediate();
  }
  kill('SIGINT');
  return { code: await ended, text: stdout.text() };
}

interface Watched {
  readonly tty: boolean;
  readonly until: RegExp;
  act(): void;
}

/** Somebody deploys again, behind the back of the command, and does not get far. */
const deploying = (shop: Shop) => () => {
  shop.sandbox.ecs.behave({ match: { image: '*' }, becomes: 'never-starts' });
  shop.sandbox.ecs.deploy('shop-staging/api');
};

test('status --watch adds a line for each change where there is no terminal, and Ctrl-C ends it well', async () => {
  await using shop = await startShop();
  const until = /rolling out\n/;
  const { code, text } = await watched(shop, 'status --watch --service api', {
    tty: false,
    until,
    act: deploying(shop),
  });
  expect(code).toBe(0);
  expect(text.replaceAll(/\d{4}-\S+Z/g, 'TIME')).toBe(
    'service  staging  production\napi      v0.9.0   v0.9.0\nTIME api@staging  v0.9.0, rolling out\n',
  );
});

test('status --watch of what is not in the config ends at once', async () => {
  await using shop = await startShop();
  const environment = await shop.funade('status prod --watch');
  expect([environment.code, environment.err]).toEqual([2, expect.stringContaining('(ENVIRONMENT_UNKNOWN)')]);
  const service = await shop.funade('status --watch --service apy');
  expect([service.code, service.err]).toEqual([2, expect.stringContaining('(SERVICE_UNKNOWN)')]);
});

test('status --watch draws over what was there on a terminal', async () => {
  await using shop = await startShop();
  const { code, text } = await watched(shop, 'status staging --watch --service api', {
    tty: true,
    until: /rolling out/,
    act: deploying(shop),
  });
  expect(code).toBe(0);
  expect(text).toContain('\u001b[?25l');
  expect(text.split('\u001b[').some((part) => /^\d+A\r/.test(part))).toBe(true);
  expect(text.endsWith('\u001b[?25h')).toBe(true);
});

test('status --watch --json is a line for each change, and looks politely', async () => {
  await using shop = await startShop();
  const begun = shop.sandbox.clock.now();
  const looks = () => shop.sandbox.requests('ecs.DescribeServices').length;
  const { text } = await watched(shop, 'status --watch --json --service api', {
    tty: false,
    until: /"state":"rolling-out"/,
    act: deploying(shop),
  });
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ environments }) => environments[0].targets[0].state)).toContain('rolling-out');
  expect(new Set(lines.map(({ environments }) => JSON.stringify(environments))).size).toBe(lines.length);
  const minutes = (shop.sandbox.clock.now() - begun) / 60_000;
  expect(looks()).toBeLessThanOrEqual(2 + 2 * 6 * minutes);
});
