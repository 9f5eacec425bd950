import type { Clock } from '@funade/core';

/** A bucket that refills: so many calls at once, then so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Rates of ECS's own buckets, a little below what is documented, as others call too.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const rates = {
  /** DescribeTaskDefinition and ListTaskDefinitions: 50 and 20 a second. */
  taskDefinitionRead: { burst: 40, perSecond: 18 },
  /** RegisterTaskDefinition and DeregisterTaskDefinition together: 20 and 1 a second. */
  taskDefinitionModify: { burst: 18, perSecond: 1 },
  /** DeleteTaskDefinitions: 5 and 1 a second. */
  taskDefinitionDelete: { burst: 4, perSecond: 1 },
  /** DescribeServices and ListServices: 100 and 20 a second. */
  serviceRead: { burst: 80, perSecond: 18 },
  /** CreateService and UpdateService: 50 and 5 a second. */
  serviceModify: { burst: 40, perSecond: 4.5 },
  /** RunTask and StopTask: 100 and 40 a second; RunTask on Fargate 20. */
  taskModify: { burst: 80, perSecond: 18 },
  /** ListTasks and DescribeTasks: 100 and 20 a second. */
  taskRead: { burst: 80, perSecond: 18 },
  /** ListServiceDeployments and DescribeServiceDeployments: 50 and 20 a second; DescribeServiceRevisions as much again. */
  serviceDeploymentRead: { burst: 40, perSecond: 18 },
  /** GetLogEvents: 25 a second, in some regions 10. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
  logRead: { burst: 8, perSecond: 8 },
  /** FilterLogEvents: 5 a second in most regions. */
  logFilter: { burst: 4, perSecond: 4 },
} as const satisfies Readonly<Record<string, Rate>>;

/** The bucket that ECS takes a call from. Operations that are seldom called are left to the retries of the SDK. */
export const buckets: Readonly<Record<string, keyof typeof rates>> = {
  CreateExpressGatewayService: 'serviceModify',
  CreateService: 'serviceModify',
  DeleteTaskDefinitions: 'taskDefinitionDelete',
  DeregisterTaskDefinition: 'taskDefinitionModify',
  DescribeServiceDeployments: 'serviceDeploymentRead',
  DescribeServiceRevisions: 'serviceDeploymentRead',
  DescribeServices: 'serviceRead',
  DescribeTaskDefinition: 'taskDefinitionRead',
  DescribeTasks: 'taskRead',
  FilterLogEvents: 'logFilter',
  GetLogEvents: 'logRead',
  ListServiceDeployments: 'serviceDeploymentRead',
  ListServices: 'serviceRead',
  ListTaskDefinitionFamilies: 'taskDefinitionRead',
  ListTaskDefinitions: 'taskDefinitionRead',
  ListTasks: 'taskRead',
  RegisterTaskDefinition: 'taskDefinitionModify',
  RunTask: 'taskModify',
  StopTask: 'taskModify',
  UpdateExpressGatewayService: 'serviceModify',
  UpdateService: 'serviceModify',
};

/** The rate of a bucket. */
export function rateOf(bucket: keyof typeof rates): Rate {
  return rates[bucket];
}

/** Hands out turns at a rate. */
export interface RateLimit {
  /** Resolves when it is the caller's turn; rejects with the signal's reason when that aborts first. */
  take(signal?: AbortSignal): Promise<void>;
  /** The service said that its bucket is empty, as others call too: so is this one. */
  drain(): void;
}

/** A bucket that starts full. Callers get their turns in the order they came. */
export function createRateLimit(clock: Clock, { burst, perSecond }: Rate): RateLimit {
  const spacing = 1000 / perSecond;
  let emptyUntil = Number.NEGATIVE_INFINITY;
  return {
    async take(signal) {
      const now = clock.monotonic();
      const turn = Math.max(now, emptyUntil - (burst - 1) * spacing);
      emptyUntil = Math.max(emptyUntil, now) + spacing;
      if (turn > now) await clock.sleep(turn - now, signal === undefined ? {} : { signal });
    },
    drain() {
      emptyUntil = Math.max(emptyUntil, clock.monotonic() + burst * spacing);
    },
  };
}
