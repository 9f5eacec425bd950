import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { LoggedRequest } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { accounts } from '../src/demo/shop-seed.ts';
import { writeStandIn } from './exec-shop.ts';
import { type Document, type IamView, iamOf, refusals, type Statement } from './iam-grant.ts';
import { startWorld, writeWorld } from './iam-world.ts';
import type { Shop } from './shop.ts';

type Needed = LoggedRequest['needed'][number];

/** Runs commands that reach every call there is. `ends` is how they ended, `prunes` where the requests of `funade prune` begin. */
async function tellStories(shop: Shop): Promise<{ readonly ends: readonly string[]; readonly prunes: number }> {
  const config = await writeWorld(shop);
  const ends: string[] = [];
  const ran = async (typed: string, options?: Parameters<Shop['funade']>[1]): Promise<void> => {
    const { code, out, err } = await shop.funade(typed, options);
    ends.push(`${typed.replaceAll(/ (?:--config \S+|--yes|--quiet|--allow-dirty)/g, '')}: ${code}`);
    if (code > 8) throw new Error(`${typed}\n${out}${err}`);
  };
  const behave = (match: object, code: number, times = 50): void =>
    shop.sandbox.ecs.behave({ match, times, becomes: { type: 'exits', code, afterSeconds: 5 } } as never);
  const deploy = `deploy staging ${config} --allow-dirty --yes`;
  await ran(`verify staging ${config} --allow-dirty --service api,worker`);
  // A task before the rollout that does not end is stopped; one after it that fails has everything taken back.
  shop.sandbox.ecs.behave({ match: { startedBy: 'funade*' }, becomes: { type: 'running' } });
  await ran(`${deploy} --service api`);
  shop.sandbox.ecs.resetBehaviours();
  behave({ startedBy: 'funade*' }, 1, 1);
  behave({ startedBy: 'funade*' }, 0, 1);
  await ran(`${deploy} --service api`);
  shop.sandbox.ecs.resetBehaviours();
  behave({ startedBy: 'funade*' }, 0);
  await ran(`${deploy} --service api,worker,fresh,job,front,made`);
  await ran(`${deploy} --service web`);
  await ran(`continue staging ${config} --service web --yes`);
  await ran(`doctor staging ${config}`);
  await ran(`status staging ${config}`);
  await ran(`history staging ${config} --service api`);
  await ran(`tasks staging ${config}`);
  await ran(`logs staging ${config}`);
  await ran(`events staging ${config}`);
  await ran(`scale staging api=2..5 ${config} --yes`);
  await ran(`scale staging worker=1 ${config} --yes`);
  await ran(`run staging api ${config} -- seed`);
  await ran(`rollback staging ${config} --service api --yes`);
  const { path } = await writeStandIn(shop.folder);
  await ran(`exec staging worker ${config} -- ls`, { env: { PATH: path } });
  shop.sandbox.faults.next('ecs.ExecuteCommand', { code: 'TargetNotConnectedException' });
  await ran(`exec staging worker ${config} -- ls`, { env: { PATH: path } });
  // One that fails, and is rolled back by ECS or by an update.
  shop.sandbox.ecs.resetBehaviours();
  shop.sandbox.ecs.behave({ match: { service: 'worker' }, becomes: { type: 'exits', code: 1, afterSeconds: 5 } });
  await ran(`${deploy} --service worker --force`);
  shop.sandbox.ecs.resetBehaviours();
  await shop.sandbox.clock.advance({ seconds: 900 });
  // One that waits for approval, and is aborted.
  await ran(`${deploy} --service web --force`);
  await ran(`abort staging ${config} --service web --yes`);
  // Names that are not there are answered with those that are.
  await ran(`plan staging ${await writeWorld(shop, { rule: 'shop-repot' })} --allow-dirty --service api`);
  await ran(`plan staging ${await writeWorld(shop, { schedule: 'hsop/nightly' })} --allow-dirty --service api`);
  await ran(`plan staging ${await writeWorld(shop, { service: 'aip' })} --allow-dirty --service api`);
  await ran(`plan staging ${await writeWorld(shop, { cluster: 'shop-stagin' })} --allow-dirty --service api`);
  await shop.git('checkout', '--quiet', 'v1.1.0');
  behave({ startedBy: 'funade*' }, 0);
  await ran(`${deploy} --tag v1.1.0 --service api,worker,fresh`);
  await ran(`scale staging front=suspend made=suspend ${config} --yes`);
  await ran(`scale staging front=2 made=2 ${config} --yes`);
  const prunes = shop.sandbox.requests().length;
  await ran(`prune staging ${config} --keep 1 --images --yes`);
  await ran(`prune staging ${config} --keep 1 --delete-inactive --yes`);
  return { ends, prunes };
}

/** Everything that the role was asked for, each once. */
function neededIn(requests: readonly LoggedRequest[], account: string): readonly Needed[] {
  const all = requests.flatMap(({ account: own, operation, needed }) =>
    own === account && !operation.startsWith('sts.') ? needed : [],
  );
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

/** What an independent simulator of IAM says; it knows which action has which resources and keys. */
async function simulate(needed: Needed, documents: readonly Document[]): Promise<string> {
  const { action, resource, context } = published(needed);
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accounts.staging}:role/deploy`,
        action,
        resource: { resource, accountId: accounts.staging },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: documents.map((policy, index) => ({ name: `p${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result.resultType === 'error'
    ? `error ${JSON.stringify(result)}`
    : String((result as never as { overallResult: string }).overallResult);
}

/** The sandbox names some resources as refusals of AWS do; this is how the Service Authorization Reference names them. */
function published({ action, resource, context }: Needed): Needed {
  if (action === 'ecs:ListTasks') {
    return {
      action,
      resource: resource.replace('*', `arn:aws:ecs:ap-northeast-1:${accounts.staging}:container-instance/c/i`),
      context,
    };
  }
  if (/^logs:Describe/.test(action)) return { action, resource: '*', context };
  if (action === 'logs:FilterLogEvents') return { action, resource: resource.replace(/:log-stream:.*$/, ''), context };
  return { action, resource, context };
}

const key = (needed: Needed): string => `${needed.action} ${needed.resource} ${JSON.stringify(needed.context)}`;

/** Names of the stories that nothing has: a policy for a config does not allow asking for them. */
const misspelt = /(?:shop-repot|hsop\/nightly|\/aip|shop-stagin(?:\/|$))/;

test('the policies allow every call of every story, and nothing in them is idle', { timeout: 300_000 }, async () => {
  await using shop = await startWorld();
  const { ends, prunes } = await tellStories(shop);
  expect(ends).toMatchInlineSnapshot(`
    [
      "verify staging --service api,worker: 0",
      "deploy staging --service api: 1",
      "deploy staging --service api: 3",
      "deploy staging --service api,worker,fresh,job,front,made: 0",
      "deploy staging --service web: 0",
      "continue staging --service web: 0",
      "doctor staging: 0",
      "status staging: 0",
      "history staging --service api: 0",
      "tasks staging: 0",
      "logs staging: 0",
      "events staging: 0",
      "scale staging api=2..5: 0",
      "scale staging worker=1: 0",
      "run staging api -- seed: 0",
      "rollback staging --service api: 0",
      "exec staging worker -- ls: 0",
      "exec staging worker -- ls: 1",
      "deploy staging --service worker --force: 6",
      "deploy staging --service web --force: 0",
      "abort staging --service web: 3",
      "plan staging --service api: 2",
      "plan staging --service api: 2",
      "plan staging --service api: 2",
      "plan staging --service api: 2",
      "deploy staging --tag v1.1.0 --service api,worker,fresh: 0",
      "scale staging front=suspend made=suspend: 0",
      "scale staging front=2 made=2: 0",
      "prune staging --keep 1 --images: 0",
      "prune staging --keep 1 --delete-inactive: 0",
    ]
  `);
  expect(refusals(shop)).toEqual([]);
  const requests = shop.sandbox.requests();
  const all = neededIn(requests, accounts.staging);
  expect(calledInSources().filter((call) => !all.some(({ action }) => action.toLowerCase() === call))).toEqual([]);

  const config = await writeWorld(shop);
  const usual = await iamOf(shop, `staging ${config} --commands plan,deploy,operate,rollback,tasks,schedules,exec`);
  expect(usual.notes).toEqual([expect.stringContaining('inspector2')]);
  await prove(neededIn(requests.slice(0, prunes), accounts.staging), usual);
  const prune = await iamOf(shop, `staging ${config} --commands prune`);
  await prove(neededIn(requests.slice(prunes), accounts.staging), prune);
});

/** Every call is allowed; and each action of each statement is all that allows one of them, so that without it that call is denied. */
async function prove(asked: readonly Needed[], { policies }: IamView): Promise<void> {
  const needed = asked.filter(({ resource }) => !misspelt.test(resource));
  const statements = policies.flatMap(({ document }) => document.Statement);
  const refused: string[] = [];
  const used = new Set<string>();
  for (const each of needed) {
    const allowing: Statement[] = [];
    // All of them allow, so that a policy allows what one of its statements does.
    for (const statement of statements.filter(({ Action }) => Action.includes(each.action))) {
      const said = await simulate(each, [{ Version: '2012-10-17', Statement: [statement] }]);
      if (said === 'Allowed') allowing.push(statement);
      else if (said.startsWith('error')) refused.push(`${key(each)}: ${said}`);
    }
    if (allowing.length === 0) refused.push(key(each));
    if (allowing.length === 1) used.add(`${allowing[0]?.Sid} ${each.action}`);
  }
  expect(refused).toEqual([]);
  const all = statements.flatMap(({ Sid, Action, Effect }) => {
    expect(Effect).toBe('Allow');
    return Action.map((action) => `${Sid} ${action}`);
  });
  expect(all.filter((each) => !used.has(each))).toEqual([]);
}

/** Clients by the name that permissions have for their service. */
const services: Readonly<Record<string, string>> = {
  'client-ecs': 'ecs',
  'client-application-auto-scaling': 'application-autoscaling',
  'client-cloudformation': 'cloudformation',
  'client-cloudwatch-logs': 'logs',
  'client-ecr': 'ecr',
  'client-elastic-load-balancing-v2': 'elasticloadbalancing',
  'client-eventbridge': 'events',
  'client-iam': 'iam',
  'client-s3': 's3',
  'client-scheduler': 'scheduler',
  'client-secrets-manager': 'secretsmanager',
  'client-ssm': 'ssm',
};

/** Every operation that the sources of plugins send, as the action that it needs. */
function calledInSources(): readonly string[] {
  const folder = join(import.meta.dirname, '../..');
  const files = globSync('plugin-*/src/**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'));
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bnew (?:\w+\.)?([A-Z]\w+)Command\(/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(80);
  return [...new Set(names)].map((name) => `${serviceOf(name)}:${name}`.toLowerCase()).toSorted();
}

/** Which client has the operation, as the published models say. */
function serviceOf(operation: string): string {
  const root = join(import.meta.dirname, '../../..');
  const client = Object.keys(services).find((name) =>
    ['plugin-ecs', 'plugin-ecr', 'plugin-lookups', 'plugin-schedules'].some(
      (plugin) =>
        globSync(`packages/${plugin}/node_modules/@aws-sdk/${name}/dist-types/commands/${operation}Command.d.ts`, {
          cwd: root,
        }).length > 0,
    ),
  );
  if (client === undefined) throw new Error(`no client has the operation ${operation}`);
  return services[client] ?? '';
}
