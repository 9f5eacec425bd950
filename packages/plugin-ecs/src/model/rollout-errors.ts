import { DeployError, type DeployErrorOptions } from '@funade/core';
import { type ErrorFacts as Facts, errorFacts as facts } from './error-facts.ts';
import type { ServiceRef } from './errors.ts';
import type { RolloutStand } from './rollout-stand.ts';
import { byText, failedTasksText, servingText } from './rollout-texts.ts';
import type { RolledBackBy } from './service-deployment.ts';

/** The deployment failed and nobody rolled back. */
export function rolloutFailed(place: ServiceRef, failure: Failure): DeployError {
  return new DeployError(
    'ROLLOUT_FAILED',
    `deployment ${failure.deploymentId} of ${place.service} failed${failedTasksText(failure.why.stand)}${leftText(failure)}`,
    { outcome: 'failed', ...explained(place, failure, { deploymentId: failure.deploymentId }) },
  );
}

/**
 * So many tasks stopped for the same reason that waiting longer would tell nothing new. `settled`: how long the deployment
 * had been done; null: it was not.
 */
export function tasksKeepFailing(
  place: ServiceRef,
  failure: Failure & { readonly count: number; readonly settled: string | null },
): DeployError {
  const { deploymentId, count, settled } = failure;
  const how =
    settled === null
      ? `failed: ${count} of its tasks stopped for the same reason`
      : `was completed, but ${count === 1 ? 'one of its tasks' : `${count} of its tasks`} stopped within ${settled}`;
  return new DeployError(
    'TASKS_KEEP_FAILING',
    `deployment ${deploymentId} of ${place.service} ${how}${leftText(failure)}`,
    { outcome: 'failed', ...explained(place, failure, { deploymentId, count }) },
  );
}

/** What ran before serves again. */
export function rolledBack(place: ServiceRef, step: RollbackStep): DeployError {
  return new DeployError(
    'ROLLED_BACK',
    `deployment ${step.deploymentId} of ${place.service} was rolled back${byText(step.by, step.why.stand)}${step.to === null ? '' : `: ${step.to.id} is serving ${step.to.taskDefinition} again${insteadText(step)}`}`,
    { outcome: 'rolled-back', ...explained(place, step, goneBack(step)) },
  );
}

/** Rolling back was tried and did not work. */
export function rollbackFailed(place: ServiceRef, step: RollbackStep): DeployError {
  const to = step.to === null ? '' : ` to ${step.to.id} (${step.to.taskDefinition})`;
  return new DeployError(
    'ROLLBACK_FAILED',
    `deployment ${step.deploymentId} of ${place.service} failed, and so did the rollback${to}`,
    { outcome: 'failed', ...explained(place, step, goneBack(step)) },
  );
}

/** Nothing ran before, or nobody knows it, and ECS cannot be told to roll back by itself. */
export function nothingToRollBackTo(
  place: ServiceRef,
  { deploymentId, ...named }: Named & { readonly deploymentId: string },
): DeployError {
  return new DeployError(
    'NOTHING_TO_ROLL_BACK_TO',
    `deployment ${deploymentId} of ${place.service} has nothing to roll back to, so ECS continues it`,
    { outcome: 'failed', details: facts(place, { deploymentId }), hint: `see: ${commandFor('status', named)}` },
  );
}

/** ECS completed the deployment before it could be rolled back. */
export function abortedTooLate(place: ServiceRef, deploymentId: string): DeployError {
  return new DeployError(
    'ABORTED_TOO_LATE',
    `ECS completed deployment ${deploymentId} of ${place.service} before it could be rolled back: it is serving`,
    {
      outcome: 'failed',
      details: facts(place, { deploymentId }),
      hint: '`funade rollback` deploys what ran before',
    },
  );
}

/** ECS says that the deployment is done, but something else runs. */
export function rolloutUnproven(
  place: ServiceRef,
  proof: Named & {
    readonly deploymentId: string;
    readonly taskDefinition: string;
    readonly wrong: readonly string[];
    readonly stand: RolloutStand;
  },
): DeployError {
  const { deploymentId, taskDefinition, wrong, stand } = proof;
  const what = wrong.length === 0 ? `none of its tasks is running` : wrong.join('; ');
  return new DeployError(
    'ROLLOUT_UNPROVEN',
    `ECS says that deployment ${deploymentId} of ${place.service} is completed, but ${what}`,
    {
      outcome: 'failed',
      details: facts(place, { ...stand, deploymentId, taskDefinition, wrong }),
      hint: `see: ${commandFor('tasks', proof)}`,
    },
  );
}

/** Somebody aborted the deployment; the service stays in the middle. */
export function rolloutStopped(
  place: ServiceRef,
  { deploymentId, stand, ...named }: Named & { readonly deploymentId: string; readonly stand: RolloutStand },
): DeployError {
  return new DeployError('ROLLOUT_STOPPED', `deployment ${deploymentId} of ${place.service} was stopped by somebody`, {
    outcome: 'stopped',
    details: facts(place, { ...stand, deploymentId }),
    hint: `old and new tasks may both be running; see: ${commandFor('tasks', named)}`,
  });
}

/** The deployment is waiting for approval. */
export function rolloutPaused(place: ServiceRef, pause: Pause): DeployError {
  const { deploymentId, hook, stage, expiresAt, onExpiry, environment, target, stand } = pause;
  const until = expiresAt === null ? '' : ` until ${new Date(expiresAt).toISOString()}`;
  const then = onExpiry === null ? '' : `, then ${onExpiry === 'CONTINUE' ? 'continues' : 'rolls back'}`;
  return new DeployError(
    'ROLLOUT_PAUSED',
    `deployment ${deploymentId} of ${place.service} is waiting for approval${stage === null ? '' : ` at ${stage}`}${until}${then} (hook ${hook})`,
    {
      outcome: 'paused',
      details: facts(place, { ...stand, deploymentId, hook, stage, expiresAt, onExpiry }),
      hint: `\`funade continue ${environment} --service ${target}\` continues it, \`funade abort ${environment} --service ${target}\` rolls it back`,
    },
  );
}

/** Another revision took over while ours was checked, so nobody knows which of them has answered. */
export function movedWhileChecked(
  place: ServiceRef,
  move: Named & { readonly deploymentId: string; readonly by: string; readonly taskDefinition: string },
): DeployError {
  const { deploymentId, by, taskDefinition } = move;
  return new DeployError(
    'MOVED_WHILE_CHECKED',
    `deployment ${by} of ${taskDefinition} took over ${place.service} while it was checked: the check proves nothing about deployment ${deploymentId}`,
    {
      outcome: 'superseded',
      details: facts(place, { deploymentId, by, taskDefinition }),
      hint: `see what is serving: ${commandFor('status', move)}`,
    },
  );
}

/** Somebody else deployed another revision while ours was rolling out. */
export function superseded(place: ServiceRef, { stand, ...step }: SupersedingStep): DeployError {
  const since = step.at === null ? '' : `, started at ${new Date(step.at).toISOString()}`;
  return new DeployError(
    'SUPERSEDED',
    `deployment ${step.deploymentId} of ${place.service} was superseded by ${step.by} with task definition ${step.taskDefinition}${since}`,
    {
      outcome: 'superseded',
      details: facts(place, { ...stand, ...step }),
      hint: 'somebody else deployed this service; find out who before deploying again',
    },
  );
}

/** The service went away while it was watched. */
export function serviceDeleted(place: ServiceRef): DeployError {
  return new DeployError(
    'SERVICE_DELETED',
    `service ${place.service} in cluster ${place.cluster} was deleted during its rollout`,
    {
      outcome: 'failed',
      details: facts(place, {}),
      hint: 'create the service again, or remove it from the config',
    },
  );
}

/** The wait budget ended while the rollout was going on. */
export function rolloutTimedOut(place: ServiceRef, wait: TimedOutWait): DeployError {
  return new DeployError(
    'ROLLOUT_TIMED_OUT',
    `deployment ${wait.deploymentId} of ${place.service} is not done after ${wait.budget}: ${wait.pending}`,
    {
      outcome: 'timed-out',
      ...(wait.why?.cause == null ? {} : told(wait.why)),
      details: facts(place, { ...factsOf(wait.why), deploymentId: wait.deploymentId }),
      hint: `${wait.why?.hint == null ? '' : `${wait.why.hint}; `}it continues in ECS; \`funade watch ${wait.environment}\` keeps waiting; raise ecs.wait.budget to wait longer`,
    },
  );
}

/** Why a rollout ended badly. */
export interface Why {
  /** In one line; null when nothing is known. */
  readonly cause: string | null;
  /** What shows it, line by line. */
  readonly evidence: readonly string[];
  /** Null: where to look. */
  readonly hint: string | null;
  readonly details: unknown;
  /** Where the rollout left the service. */
  readonly stand: RolloutStand;
}

/** How a service is named on the command line. */
interface Named {
  /** Name of the environment. */
  readonly environment: string;
  /** Name of the service in the config. */
  readonly target: string;
}

interface Failure extends Named {
  readonly deploymentId: string;
  /** What becomes of the deployment; null when nothing is to be said of it. */
  readonly left: string | null;
  readonly why: Why;
}

interface RollbackStep extends Named {
  readonly deploymentId: string;
  /** The deployment that serves again, and its revision; null when it could not be seen. */
  readonly to: { readonly id: string; readonly taskDefinition: string } | null;
  /** `us`: this very run. */
  readonly by: RolledBackBy | 'us';
  readonly why: Why;
}

interface Pause extends Named {
  readonly deploymentId: string;
  readonly hook: string;
  readonly stage: string | null;
  readonly expiresAt: number | null;
  readonly onExpiry: string | null;
  readonly stand: RolloutStand;
}

interface SupersedingStep {
  readonly deploymentId: string;
  readonly by: string;
  readonly taskDefinition: string;
  /** Milliseconds since the epoch. */
  readonly at: number | null;
  readonly stand?: RolloutStand;
}

interface TimedOutWait {
  readonly deploymentId: string;
  readonly budget: string;
  readonly pending: string;
  readonly environment: string;
  readonly why?: Why;
}

function commandFor(command: 'events' | 'status' | 'tasks', { environment, target }: Named): string {
  return `\`funade ${command} ${environment} --service ${target}\``;
}

function explained(
  place: ServiceRef,
  { why, ...named }: Named & { readonly why: Why },
  more: Facts,
): Pick<DeployErrorOptions, 'cause' | 'details' | 'evidence'> & { readonly hint: string } {
  return {
    hint: why.hint ?? `see what ECS says: ${commandFor('events', named)}`,
    ...told(why),
    details: facts(place, { ...factsOf(why), ...more }),
  };
}

function factsOf(why: Why | undefined): Facts {
  if (why === undefined) return {};
  return { ...why.stand, ...(typeof why.details === 'object' ? why.details : null) };
}

function goneBack({ deploymentId, to, by }: RollbackStep): Facts {
  return { deploymentId, to, by, ...(to === null ? {} : { serving: to }) };
}

function told({ cause, evidence }: Why): Pick<DeployErrorOptions, 'cause' | 'evidence'> {
  return { evidence, ...(cause === null ? {} : { cause: new Error(cause) }) };
}

function leftText({ left, why }: Failure): string {
  return `${left === null ? '' : `; ${left}`}${servingText(why.stand)}`;
}

/** What was to run, where it is not what serves. */
function insteadText({ to, why }: RollbackStep): string {
  const { requested } = why.stand;
  return requested === null || requested === to?.taskDefinition ? '' : `, not ${requested}`;
}
