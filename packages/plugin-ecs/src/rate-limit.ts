import type { Clock, World } from '@funade/core';

/** A bucket that refills: so many calls at once, then so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Rates of ECS's own buckets, a little below what is documented, as others call too.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const rates = {
  /** DescribeTaskDefinition: 50 and 20 a second. */
  taskDefinitionRead: { burst: 40, perSecond: 18 },
  /** RegisterTaskDefinition: 20 and 1 a second. */
  taskDefinitionModify: { burst: 18, perSecond: 1 },
  /** DescribeServices: 100 and 20 a second. */
  serviceRead: { burst: 80, perSecond: 18 },
  /** UpdateService: 50 and 5 a second. */
  serviceModify: { burst: 40, perSecond: 4.5 },
  /** ListTasks and DescribeTasks: 100 and 20 a second. */
  taskRead: { burst: 80, perSecond: 18 },
  /** ListServiceDeployments and DescribeServiceDeployments: 50 and 20 a second. */
  serviceDeploymentRead: { burst: 40, perSecond: 18 },
  /** GetLogEvents: 25 a second, in some regions 10. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
  logRead: { burst: 8, perSecond: 8 },
} as const satisfies Readonly<Record<string, Rate>>;

/** Waits until one more call of this kind is within the environment's rate; one bucket for all steps of a command. */
export async function takeTurn(world: World, kind: keyof typeof rates): Promise<void> {
  const key = `ecs.rate:${world.environment.name}:${kind}`;
  const limit = await world.resources.use(key, () => createRateLimit(world.clock, rates[kind]));
  await limit.take(world.signal);
}

/** Hands out turns at a rate. */
export interface RateLimit {
  /** Resolves when it is the caller's turn; rejects with the signal's reason when that aborts first. */
  take(signal?: AbortSignal): Promise<void>;
}

/** A bucket that starts full. Callers get their turns in the order they came. */
export function createRateLimit(clock: Clock, { burst, perSecond }: Rate): RateLimit {
  const spacing = 1000 / perSecond;
  let emptyUntil = Number.NEGATIVE_INFINITY;
  return {
    async take(signal) {
      const now = clock.now();
      const turn = Math.max(now, emptyUntil - (burst - 1) * spacing);
      emptyUntil = Math.max(emptyUntil, now) + spacing;
      if (turn > now) await clock.sleep(turn - now, signal === undefined ? {} : { signal });
    },
  };
}
