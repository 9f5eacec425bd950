import { formatDuration, parseDuration } from '../model/duration.ts';
import type { EcsFacts, ServiceFacts } from '../model/facts.ts';
import { hasPassed } from '../model/lifecycle-stage.ts';
import { isStage, parseWaitUntil, type WaitUntil } from '../model/wait-until.ts';
import type { EcsOptions } from '../options/options.ts';
import { defaultDeregistration, waitBudget } from './wait-budget.ts';

/** How a rollout is waited for and what is done when it goes wrong: what the user wrote, else what the service suggests. */
export interface RolloutPolicy {
  readonly budgetSeconds: number;
  /** How far it is waited for. */
  readonly until: WaitUntil;
  /** The budget of a wait to the very end. */
  readonly steadySeconds: number;
  /** What the budget holds for targets to be let go of; null where it holds nothing for that. */
  readonly draining: Draining | null;
  /** Deaths of one cause after which the rollout has failed; 0: never; null: as ECS would tolerate. */
  readonly failFast: number | null;
  /** Seconds for which the new tasks are watched once the rollout is done. */
  readonly settleSeconds: number;
  /** Of this target alone; `rollback-all` of the options is `rollback` here. */
  readonly onFailure: 'rollback' | 'stop' | 'leave';
  readonly onBusy: 'wait' | 'fail' | 'supersede';
  readonly onCancel: 'leave' | 'rollback';
}

/** The deregistration delay that a budget holds, once for each wave of old tasks. */
export interface Draining {
  readonly seconds: number;
  readonly waves: number;
  /** The delay could not be read: it is what target groups have by default. */
  readonly assumed: boolean;
}

/** What a policy is made from, beside options and service. */
export interface PolicyFacts {
  /** The delays that could be read, by ARN of a target group. Default: none. */
  readonly deregistration?: EcsFacts['deregistration'];
  /** How far it is waited for, as it was typed. Absent: as the options say. */
  readonly until?: string | undefined;
}

/** The policy of a target. A breaker without rollback is somebody's word that a failed rollout stays where it is. Throws `WAIT_UNTIL_UNKNOWN`. */
export function rolloutPolicy(
  options: EcsOptions,
  service: Omit<ServiceFacts, 'settings' | 'scaling' | 'launch'>,
  { deregistration = {}, until: typed }: PolicyFacts = {},
): RolloutPolicy {
  const { wait = {}, onFailure, onBusy = 'wait', onCancel = 'leave' } = options;
  const until = reachable(parseWaitUntil(typed ?? wait.until ?? 'steady'), service);
  const deregistrationSeconds = longestDelay(service.targetGroups, deregistration);
  const byBreaker = service.circuitBreaker === 'stop' ? 'stop' : 'rollback';
  const budget = { ...service, deregistrationSeconds, written: wait.budget };
  return {
    budgetSeconds: waitBudget({ ...budget, ...timesBefore(until, service) }),
    until,
    steadySeconds: waitBudget(budget),
    draining:
      wait.budget !== undefined || !service.loadBalanced
        ? null
        : {
            seconds: deregistrationSeconds ?? defaultDeregistration,
            waves: service.waves,
            assumed: deregistrationSeconds === null,
          },
    failFast: wait.failFast ?? null,
    settleSeconds: wait.settle === undefined ? 0 : (parseDuration(wait.settle) ?? 0),
    onFailure: onFailure === 'rollback-all' ? 'rollback' : (onFailure ?? byBreaker),
    onBusy,
    onCancel,
  };
}

/** A rolling update has no stages: it is waited for until it is steady. */
function reachable(until: WaitUntil, { strategy }: Pick<ServiceFacts, 'strategy'>): WaitUntil {
  return isStage(until) && strategy === undefined ? 'steady' : until;
}

/** What a deployment spends on moving traffic and baking before it is where it is waited for. */
function timesBefore(
  until: WaitUntil,
  { bakeMinutes, shiftMinutes }: Pick<ServiceFacts, 'bakeMinutes' | 'shiftMinutes'>,
): Pick<ServiceFacts, 'bakeMinutes' | 'shiftMinutes'> {
  if (!isStage(until)) return { bakeMinutes, shiftMinutes };
  return {
    bakeMinutes: hasPassed('BAKE_TIME', until) ? 0 : bakeMinutes,
    shiftMinutes: hasPassed('PRODUCTION_TRAFFIC_SHIFT', until) ? 0 : shiftMinutes,
  };
}

/** Null where there is a target group whose delay is not known. */
function longestDelay(targetGroups: readonly string[], delays: EcsFacts['deregistration']): number | null {
  const known = targetGroups.flatMap((arn) => delays[arn] ?? []);
  return known.length === 0 || known.length < targetGroups.length ? null : Math.max(...known);
}

/** The policy in a few words, for the plan: `up to 20m, with 5m of deregistration delay; rolled back when it fails`. */
export function policyText({
  budgetSeconds,
  until,
  draining,
  settleSeconds,
  onFailure,
  onCancel,
}: RolloutPolicy): string {
  if (until === 'started') return 'only until ECS has started it';
  const failing = {
    rollback: 'rolled back when it fails',
    stop: 'stopped when it fails',
    leave: 'left to ECS when it fails',
  };
  const cancelled = onCancel === 'rollback' ? '; rolled back when the run is interrupted' : '';
  const settled =
    settleSeconds === 0 || until !== 'steady' ? '' : `, then ${formatDuration(settleSeconds)} of watching its tasks`;
  return `${untilText(until)}up to ${formatDuration(budgetSeconds)}${drainingText(draining)}${settled}; ${failing[onFailure]}${cancelled}`;
}

/** How far it is waited for, before how long; nothing of the end. */
export function untilText(until: WaitUntil): string {
  if (until === 'steady') return '';
  return `until it is ${isStage(until) ? `at ${until}` : until}, `;
}

function drainingText(draining: Draining | null): string {
  if (draining === null || draining.seconds === 0) return '';
  const { seconds, waves, assumed } = draining;
  return `, with ${waves === 1 ? '' : `${waves} × `}${formatDuration(seconds)} of deregistration delay${assumed ? ', which is assumed' : ''}`;
}

/** What is done about a deployment in progress, for the plan; nothing of the default, which waits for its end. */
export function busyText({ onBusy }: Pick<RolloutPolicy, 'onBusy'>): string {
  return {
    wait: '',
    fail: ' (unless a deployment is in progress)',
    supersede: ' (in place of a deployment in progress)',
  }[onBusy];
}
