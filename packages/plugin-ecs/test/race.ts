import { isDeployError, type JsonObject, type Plan, type RunEvent } from '@funade/core';
import { registerCopy } from './rivals.ts';
import { type ReleaseOptions, type Rival, type Shop, startShop } from './shop.ts';

/** Draws numbers from 0 to 1; the same seed draws the same. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function draw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How one of two runs of a race ended. */
export interface Finish {
  readonly tag: string;
  /** Outcome of its target, or the code of what refused it before anything ran. */
  readonly outcome: string;
  /** Code of the step that failed. */
  readonly code: string | null;
  /** Null when it was refused before it had one. */
  readonly plan: Plan | null;
  readonly events: readonly RunEvent[];
}

/** A race and what ECS says of it afterwards. */
export interface Race {
  readonly finishes: readonly Finish[];
  /** Every service deployment there was, oldest first. */
  readonly deployments: readonly SeenDeployment[];
  /** Whether somebody else deployed, too. */
  readonly somebody: boolean;
  /** Whether answers were lost or tasks failed. */
  readonly disturbed: boolean;
  readonly registered: number;
}

/** A deployment as ECS keeps it. */
export interface SeenDeployment {
  readonly id: string;
  /** ARN of its revision. */
  readonly taskDefinition: string;
  /** The release that a run registered the revision for; null: no run registered it. */
  readonly release: string | null;
  readonly status: string;
  readonly createdAt: number;
  /** When ECS began to roll back from it, and to which; null: it did not. */
  readonly rollback: { readonly at: number; readonly to: string } | null;
}

const operations = ['DescribeServices', 'DescribeTaskDefinition', 'RegisterTaskDefinition', 'UpdateService'];
const policies = ['wait', 'wait', 'fail', 'supersede'] as const;

/** Lets two runs deploy one service at the same time, with calls, offsets and third parties as the seed draws them. */
export async function race(seed: number): Promise<Race> {
  const next = draw(seed);
  const chance = (of: number): boolean => next() < of;
  const timings = { scheduler: 0.2, start: 0.5, stop: 0.2, settle: 0.5, completion: 0.5, serviceDeploymentLag: 0.5 };
  await using shop = await startShop({ service: { desiredCount: 1 }, region: { timings } });
  await registerCopy(shop, { cpu: '512', memory: '1024' });
  for (const operation of operations) {
    if (chance(0.7)) shop.sandbox.faults.latency(`ecs.${operation}`, Math.floor(next() * 800));
  }
  const fails = chance(0.2);
  if (fails) shop.sandbox.ecs.behave({ match: { image: '*v1.2.0*' }, becomes: 'image-missing' });
  const lost = chance(0.2);
  if (lost) {
    shop.sandbox.faults.next(chance(0.5) ? 'ecs.UpdateService' : 'ecs.RegisterTaskDefinition', { reset: 'after' });
  }
  const somebody = chance(0.4);
  const third = somebody ? later(shop, next() * 8_000, () => shop.sandbox.ecs.deploy('shop/api', 'api:2')) : null;
  const second = chance(0.35) ? 'v1.2.0' : 'v1.3.0';
  const finishes = await Promise.all(
    ['v1.2.0', second].map(async (tag): Promise<Finish> => {
      const release = { tag, options: { onBusy: policies[Math.floor(next() * policies.length)] ?? 'wait' } };
      const [begin, think] = [next() * 5_000, chance(0.5) ? next() * 3_000 : 0];
      await shop.sandbox.clock.sleep(begin);
      return run(shop.rival(), { release, think: () => shop.sandbox.clock.sleep(think) });
    }),
  );
  await third;
  return {
    finishes,
    deployments: deploymentsOf(shop),
    somebody,
    disturbed: fails || lost,
    registered: shop.sandbox.requests('ecs.RegisterTaskDefinition').filter(({ status }) => status === 200).length - 1,
  };
}

async function later(shop: Shop, ms: number, act: () => void): Promise<void> {
  await shop.sandbox.clock.sleep(ms);
  act();
}

async function run(
  rival: Rival,
  {
    release,
    think,
  }: { readonly release: ReleaseOptions & { readonly tag: string }; readonly think: () => Promise<void> },
): Promise<Finish> {
  const events: RunEvent[] = [];
  const { tag } = release;
  let plan: Plan | null = null;
  try {
    plan = await rival.plan(release);
    await think();
    const report = await rival.apply(plan, (event) => events.push(event));
    const code = report.targets[0]?.error?.code ?? null;
    return { tag, outcome: report.targets[0]?.outcome ?? '', code, plan, events };
  } catch (error) {
    if (!isDeployError(error)) throw error;
    return { tag, outcome: error.category, code: error.code, plan, events };
  }
}

function deploymentsOf(shop: Shop): readonly SeenDeployment[] {
  const revisions = new Map(
    shop.sandbox.requests('ecs.DescribeServices').flatMap(({ response }) => deploymentsIn(response)),
  );
  for (const { response } of shop.sandbox.requests('ecs.UpdateService')) {
    for (const [id, arn] of deploymentsIn({ services: [(response as JsonObject | null)?.service ?? {}] }))
      revisions.set(id, arn);
  }
  const releases = new Map(shop.sandbox.requests('ecs.RegisterTaskDefinition').map(registeredFor));
  return shop.sandbox.ecs
    .serviceDeployments('shop/api')
    .map((deployment) => {
      const { targetServiceRevision, status, createdAt, rollback } = deployment as JsonObject;
      const id = idOf((targetServiceRevision as JsonObject | undefined)?.arn);
      const back = rollback as JsonObject | undefined;
      return {
        id,
        taskDefinition: revisions.get(id) ?? '',
        release: releases.get(revisions.get(id) ?? '') ?? null,
        status: String(status),
        createdAt: Number(createdAt),
        rollback: back === undefined ? null : { at: Number(back.startedAt), to: idOf(back.serviceRevisionArn) },
      };
    })
    .reverse();
}

/** The ARN of a revision that was registered, and the release that it says. */
function registeredFor({
  body,
  response,
}: {
  readonly body: unknown;
  readonly response: unknown;
}): [string, string | null] {
  const { taskDefinition } = (response ?? {}) as { taskDefinition?: JsonObject };
  const { tags = [] } = (body ?? {}) as { tags?: readonly JsonObject[] };
  const release = tags.find(({ key }) => key === 'funade:release')?.value;
  return [String(taskDefinition?.taskDefinitionArn), typeof release === 'string' ? release : null];
}

function deploymentsIn(response: unknown): readonly (readonly [id: string, taskDefinition: string])[] {
  const { services = [] } = (response ?? {}) as { services?: readonly { deployments?: readonly JsonObject[] }[] };
  return services.flatMap(({ deployments = [] }) =>
    deployments.map(({ id, taskDefinition }) => [String(id), String(taskDefinition)] as const),
  );
}

function idOf(serviceRevision: unknown): string {
  const arn = String(serviceRevision);
  return `ecs-svc/${arn.slice(arn.lastIndexOf('/') + 1)}`;
}

/** The deployment that was primary right before another one began; null before the first. */
export function primaryBefore({ deployments }: Race, id: string): string | null {
  const index = deployments.findIndex((deployment) => deployment.id === id);
  const begun = deployments[index]?.createdAt ?? 0;
  let before = deployments[index - 1];
  while (before?.rollback != null && before.rollback.at <= begun) {
    const { to } = before.rollback;
    before = deployments.find((deployment) => deployment.id === to);
  }
  return before?.id ?? null;
}
