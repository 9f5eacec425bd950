import { type Plan, planInTurn, type Report } from '@funade/core';
import type { KillCase } from './kill-cases.ts';
import { applyIn, Disk, Life, resumeIn } from './mortal.ts';
import { type Shop, startShop } from './shop.ts';

/** How a deploy ended, and the world with it. */
export interface End {
  readonly targets: unknown;
  readonly services: unknown;
  /** Calls that ECS has carried out. */
  readonly calls: unknown;
}

/** A deploy that nobody kills, and what happened in each of its moments. */
export async function unkilled(each: KillCase): Promise<{ readonly end: End; readonly told: readonly string[] }> {
  await using shop = await prepared(each);
  const life = new Life();
  const { plan, ...process } = await planned(shop, each);
  const end = await endOf(shop, each, await applyIn({ ...process, disk: new Disk() }, plan, life));
  return { end, told: life.told };
}

/** What is done once a deploy was killed. */
export interface Afterwards {
  /** Resume it, or deploy once more. */
  readonly by: 'resume' | 'deploy';
  /** Seconds that pass before. */
  readonly after: number;
  /** Moments after which that is killed, too, and done once more. Absent: it is not. */
  readonly again?: number;
  /** Whether the answer to each first write is lost. */
  readonly deaf?: boolean;
}

/** A deploy that is killed after so many moments, and what comes afterwards. */
export async function killed(each: KillCase, moment: number, how: Afterwards): Promise<End> {
  await using shop = await prepared(each);
  const disk = new Disk();
  const { plan, ...first } = await planned(shop, each);
  if (how.deaf === true) loseAnswers(shop);
  const report = await applyIn({ ...first, disk }, plan, new Life(moment));
  // With answers lost there may be fewer moments.
  if (report !== 'killed') return endOf(shop, each, report);
  await shop.sandbox.clock.advance({ seconds: how.after });
  const lives = how.again === undefined ? [] : [new Life(how.again)];
  for (const life of [...lives, new Life()]) {
    const end = await (how.by === 'resume' ? resume(shop, { each, disk }, life) : deploy(shop, each, life));
    if (end !== 'killed') return endOf(shop, each, end);
  }
  throw new Error('a life without an end has ended');
}

/** Calls that change something. */
const counted = [
  'RegisterTaskDefinition',
  'UpdateService',
  'CreateService',
  'StopServiceDeployment',
  'ContinueServiceDeployment',
  'UpdateExpressGatewayService',
  'CreateExpressGatewayService',
];

function loseAnswers(shop: Shop): void {
  for (const operation of counted) {
    shop.sandbox.faults.next(`ecs.${operation}`, { reset: 'after' });
  }
}

async function resume(shop: Shop, { each, disk }: { readonly each: KillCase; readonly disk: Disk }, life: Life) {
  const { plugins, context } = await shop.process(each.release);
  return resumeIn({ plugins, context, disk }, life);
}

async function deploy(shop: Shop, each: KillCase, life: Life) {
  const { plan, ...process } = await planned(shop, each);
  return applyIn({ ...process, disk: new Disk() }, plan, life);
}

async function prepared(each: KillCase): Promise<Shop> {
  const shop = await startShop(each.shop);
  await each.before?.(shop);
  return shop;
}

async function planned(shop: Shop, { release = {} }: KillCase) {
  const { request, plugins, context } = await shop.process(release);
  const plan: Plan = await planInTurn(request, plugins, { ...context, say: () => undefined });
  return { plan, plugins, context };
}

/** Long enough for whatever ECS still does. */
async function endOf(shop: Shop, each: KillCase, report: Report | 'killed'): Promise<End> {
  await shop.sandbox.clock.advance({ seconds: 3600 });
  const { sandbox } = shop;
  const names = each.release?.services ?? each.shop.services ?? ['api'];
  const name = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
  return {
    targets:
      report === 'killed' ? report : report.targets.map(({ id, outcome, error }) => [id, outcome, error?.code ?? null]),
    services: names.map((service) => {
      const { deployments } = sandbox.ecs.service(`shop/${service}`) as never as {
        readonly deployments: readonly { readonly taskDefinition: string; readonly rolloutState: string }[];
      };
      const made = sandbox.ecs.serviceDeployments(`shop/${service}`).length;
      return [service, made, ...deployments.map((each) => `${name(each.taskDefinition)} ${each.rolloutState}`)];
    }),
    calls: Object.fromEntries(
      counted.map((operation) => [
        operation,
        // No status: the connection was cut once it was done.
        sandbox.requests(`ecs.${operation}`).filter(({ status }) => status === 200 || status === 0).length,
      ]),
    ),
  };
}
