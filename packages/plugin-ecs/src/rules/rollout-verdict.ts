/** The deployment that is being waited for, as the UpdateService answer named it. */
export interface StartedDeployment {
  readonly deploymentId: string;
  /** ARN of the revision it runs. */
  readonly taskDefinition: string;
  /** Ids of the deployments that were there when it started. */
  readonly knownDeploymentIds: readonly string[];
  /** Milliseconds since the epoch, by ECS's clock; null when ECS did not say. */
  readonly createdAt: number | null;
}

/** One deployment of a service as DescribeServices shows it. */
export interface DeploymentView {
  readonly id: string;
  /** `PRIMARY`, `ACTIVE`, … : an open set. */
  readonly status: string;
  readonly taskDefinition: string;
  /** Null for services whose rollouts ECS does not rate (behind a Classic Load Balancer). */
  readonly rolloutState: string | null;
  /** For people alone. */
  readonly reason: string | null;
  readonly desired: number;
  readonly pending: number;
  readonly running: number;
  readonly failed: number;
  readonly createdAt: number | null;
}

/** A service as DescribeServices shows it. */
export interface ServiceView {
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  /** Whether ECS goes back by itself when a rollout fails. */
  readonly rollsBack: boolean;
  readonly deployments: readonly DeploymentView[];
}

/** What one look saw. */
export interface RolloutSeen {
  /** Null when ECS says that there is no such service. */
  readonly service: ServiceView | null;
}

/** What was known before this look. */
export interface RolloutKnown {
  /** Whether an earlier look saw the deployment. */
  readonly seenBefore: boolean;
  readonly waitedSeconds: number;
  readonly budgetSeconds: number;
}

/**
 * Where a rollout stands. `certain` is false where the verdict rests on something not being there, or on a state that ECS
 * may be about to leave: an answer that is a few seconds old looks the same, so it counts once a second look agrees.
 */
export type RolloutVerdict =
  | { readonly state: 'appearing'; readonly final: false }
  | { readonly state: 'rolling-out'; readonly final: false; readonly ours: DeploymentView }
  | { readonly state: 'rolling-back'; readonly final: false; readonly to: DeploymentView }
  | { readonly state: 'succeeded'; readonly final: true; readonly certain: true; readonly ours: DeploymentView }
  | { readonly state: 'failed'; readonly final: true; readonly certain: boolean; readonly ours: DeploymentView }
  | { readonly state: 'rolled-back'; readonly final: true; readonly certain: boolean; readonly to: DeploymentView }
  | { readonly state: 'rollback-failed'; readonly final: true; readonly certain: boolean; readonly to: DeploymentView }
  | {
      readonly state: 'superseded';
      readonly final: true;
      readonly certain: boolean;
      readonly by: DeploymentView;
      /** Whether the newer deployment runs the very revision that is being waited for. */
      readonly sameRevision: boolean;
    }
  | { readonly state: 'deleted'; readonly final: true; readonly certain: boolean }
  | { readonly state: 'timed-out'; readonly final: true; readonly certain: true; readonly pending: Pending };

/** What the rollout was doing when its budget ended. */
export type Pending = Extract<RolloutVerdict, { final: false }>;

/** A new deployment shows up in DescribeServices within seconds; until then its absence means nothing. */
const appearsWithinSeconds = 60;

/**
 * Where the rollout stands, from what was started, what is seen now and what was known before.
 *
 * Identity is the deployment id. A rollback promotes an old deployment under its old id, so a primary deployment that was
 * there before ours means rolled back and one that was not means superseded. Texts, events, the order of the list and the
 * equality of task definitions decide nothing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function rolloutVerdict(started: StartedDeployment, seen: RolloutSeen, known: RolloutKnown): RolloutVerdict {
  const verdict = judge(started, seen, known);
  return verdict.final || known.waitedSeconds < known.budgetSeconds
    ? verdict
    : { state: 'timed-out', final: true, certain: true, pending: verdict };
}

function judge(started: StartedDeployment, { service }: RolloutSeen, known: RolloutKnown): RolloutVerdict {
  if (service === null) return { state: 'deleted', final: true, certain: false };
  if (service.status !== 'ACTIVE') return { state: 'deleted', final: true, certain: true };
  const ours = service.deployments.find(({ id }) => id === started.deploymentId);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (ours !== undefined && ours === primary) return judgePrimary(ours, service);
  const appearing = ours === undefined && !known.seenBefore && known.waitedSeconds < appearsWithinSeconds;
  if (primary === undefined || (appearing && wasThereBefore(primary, started))) {
    return ours === undefined ? { state: 'appearing', final: false } : { state: 'rolling-out', final: false, ours };
  }
  const certain = ours !== undefined;
  if (!wasThereBefore(primary, started)) {
    const sameRevision = primary.taskDefinition === started.taskDefinition;
    return { state: 'superseded', final: true, certain, by: primary, sameRevision };
  }
  if (primary.rolloutState === 'FAILED') return { state: 'rollback-failed', final: true, certain, to: primary };
  if (primary.rolloutState === 'COMPLETED' || isSettled(primary, service)) {
    return { state: 'rolled-back', final: true, certain, to: primary };
  }
  return { state: 'rolling-back', final: false, to: primary };
}

function judgePrimary(ours: DeploymentView, service: ServiceView): RolloutVerdict {
  if (ours.rolloutState === 'COMPLETED' || isSettled(ours, service)) {
    return { state: 'succeeded', final: true, certain: true, ours };
  }
  if (ours.rolloutState === 'FAILED') return { state: 'failed', final: true, certain: !service.rollsBack, ours };
  return { state: 'rolling-out', final: false, ours };
}

/** Where ECS gives no rollout state, the only deployment with all of its tasks running has arrived. */
function isSettled(deployment: DeploymentView, service: ServiceView): boolean {
  const { rolloutState, pending, running, desired } = deployment;
  return rolloutState === null && service.deployments.length === 1 && pending === 0 && running >= desired;
}

function wasThereBefore({ id, createdAt }: DeploymentView, started: StartedDeployment): boolean {
  const older = createdAt !== null && started.createdAt !== null && createdAt < started.createdAt;
  return older || started.knownDeploymentIds.includes(id);
}
