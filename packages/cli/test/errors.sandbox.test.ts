import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';
import type { TestIoOptions } from './test-io.ts';

interface Row {
  readonly scenario: string;
  readonly typed: string;
  /** What is wrong, done before the command is typed. */
  readonly before?: (shop: Shop) => unknown;
  readonly io?: TestIoOptions;
  readonly pushed?: readonly string[];
  readonly code: number;
  /** The whole of what is said, or its beginning and end. */
  readonly says: RegExp;
  readonly hint: RegExp;
}

const rows: readonly Row[] = [
  {
    scenario: 'an unknown environment names the nearest',
    typed: 'plan prodution',
    code: 2,
    says: /there is no environment "prodution" \(ENVIRONMENT_UNKNOWN\)/,
    hint: /did you mean "production"\?/,
  },
  {
    scenario: 'an unknown service names the nearest',
    typed: 'plan staging --tag v1.0.0 --service wroker',
    code: 2,
    says: /there is no service "wroker" \(SERVICE_UNKNOWN\)/,
    hint: /did you mean "worker"\?/,
  },
  {
    scenario: 'a ref that no rule admits names the rules',
    typed: 'plan production',
    before: async ({ git }) => {
      await git('checkout', '--quiet', 'main');
      await git('commit', '--quiet', '--allow-empty', '--message', 'more');
    },
    code: 8,
    says: /branch "main" may not go to "production".*tagRules\[0\]/s,
    hint: /./,
  },
  {
    scenario: 'a tag that is not checked out names the command',
    typed: 'plan staging --tag v1.1.0',
    pushed: [],
    code: 8,
    says: /v1\.1\.0/,
    hint: /git (checkout|switch --detach) v1\.1\.0/,
  },
  {
    scenario: 'uncommitted changes in a build context',
    typed: 'plan staging --tag v1.0.0',
    pushed: [],
    before: ({ folder }) => writeFile(join(folder, 'services/api/main'), 'changed\n'),
    code: 8,
    says: /services\/api/,
    hint: /--allow-dirty/,
  },
  {
    scenario: 'a role that may not be assumed',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ sandbox }) =>
      sandbox.faults.always('sts.AssumeRole', { code: 'AccessDenied', message: 'not authorized' }),
    code: 1,
    says: /role\/deploy/,
    hint: /./,
  },
  {
    scenario: 'a wrong account',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ folder }) =>
      replaceInConfig(folder, /environment\('111111111111'\)/, "{ account: '333333333333', region: 'ap-northeast-1' }"),
    code: 8,
    says: /333333333333/,
    hint: /./,
  },
  {
    scenario: 'a repository that is missing',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ folder }) => replaceInConfig(folder, /shop\/web/g, 'shop/wbe'),
    code: 2,
    says: /shop\/wbe/,
    hint: /./,
  },
  {
    scenario: 'a cluster that is missing',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ folder }) => replaceInConfig(folder, /shop-\{\{environment\.name\}\}/g, 'shpo'),
    code: 2,
    says: /shpo/,
    hint: /./,
  },
  {
    scenario: 'a service that is missing',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ folder }) => replaceInConfig(folder, /service: 'api'/g, "service: 'apis'"),
    code: 2,
    says: /apis/,
    hint: /./,
  },
  {
    scenario: 'a container that is not in the task definition',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ folder }) => replaceInConfig(folder, /container: 'app'/g, "container: 'ap'"),
    code: 2,
    says: /"ap"/,
    hint: /app/,
  },
  {
    scenario: 'throttling that does not end',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ sandbox }) => sandbox.faults.always('ecs.DescribeServices', { code: 'ThrottlingException' }),
    code: 1,
    says: /AWS_THROTTLED/,
    hint: /./,
  },
  {
    scenario: 'a network that is cut',
    typed: 'deploy staging --tag v1.0.0',
    before: ({ sandbox }) => sandbox.faults.always('ecr.*', { reset: true }),
    code: 1,
    says: /AWS_NETWORK/,
    hint: /./,
  },
  {
    scenario: 'a plan file that is not there',
    typed: 'apply nowhere.json',
    code: 2,
    says: /nowhere\.json \(PLAN_UNREADABLE\)/,
    hint: /--out plan\.json/,
  },
  {
    scenario: 'a plan file that is no plan',
    typed: 'apply package.json',
    code: 2,
    says: /package\.json.*\(PLAN_/,
    hint: /./,
  },
];

async function replaceInConfig(folder: string, pattern: RegExp, text: string): Promise<void> {
  const file = join(folder, 'deploy.config.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replace(pattern, text));
}

test.each(rows)('$scenario: exit $code, nothing written', async ({ typed, before, io, pushed, code, says, hint }) => {
  await using shop = await startShop(pushed === undefined ? {} : { pushed });
  await before?.(shop);
  const ended = await shop.funade(typed, io);
  expect(ended.err).toMatch(says);
  expect(ended.err).toMatch(/\n {2}hint: /);
  expect(ended.err.slice(ended.err.indexOf('hint:'))).toMatch(hint);
  expect(ended.code).toBe(code);
  expect(ended.out).toBe('');
  expect(shop.writes()).toEqual([]);
});

test.each(['plan staging --tag v1.1.0 --allow-dirty', 'status staging'])(
  'a refusal that tells a secret is shown without it: %s',
  async (typed) => {
    await using shop = await startShop();
    const secret = shop.env.AWS_SECRET_ACCESS_KEY ?? '';
    shop.sandbox.faults.always('ecs.DescribeServices', {
      code: 'AccessDeniedException',
      message: `nobody signs with ${secret}`,
    });
    const { out, err } = await shop.funade(typed);
    expect(secret).not.toBe('');
    expect(out + err).toContain('nobody signs with [secret]');
    expect(out + err).not.toContain(secret);
  },
);
