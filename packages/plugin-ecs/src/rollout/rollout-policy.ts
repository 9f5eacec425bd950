import { formatDuration, parseDuration } from '../model/duration.ts';
import type { ServiceFacts } from '../model/facts.ts';
import type { EcsOptions } from '../options/options.ts';
import { waitBudget } from './wait-budget.ts';

/** How a rollout is waited for and what is done when it goes wrong: what the user wrote, else what the service suggests. */
export interface RolloutPolicy {
  readonly budgetSeconds: number;
  /** Deaths of one cause after which the rollout has failed; 0: never; null: as ECS would tolerate. */
  readonly failFast: number | null;
  /** Seconds for which the new tasks are watched once the rollout is done. */
  readonly settleSeconds: number;
  /** Of this target alone; `rollback-all` of the options is `rollback` here. */
  readonly onFailure: 'rollback' | 'stop' | 'leave';
  readonly onBusy: 'wait' | 'fail' | 'supersede';
  readonly onCancel: 'leave' | 'rollback';
}

/** The policy of a target. A breaker without rollback is somebody's word that a failed rollout stays where it is. */
export function rolloutPolicy(options: EcsOptions, service: Omit<ServiceFacts, 'settings' | 'scaling'>): RolloutPolicy {
  const { wait = {}, onFailure, onBusy = 'wait', onCancel = 'leave' } = options;
  const byBreaker = service.circuitBreaker === 'stop' ? 'stop' : 'rollback';
  return {
    budgetSeconds: waitBudget({ ...service, written: wait.budget }),
    failFast: wait.failFast ?? null,
    settleSeconds: wait.settle === undefined ? 0 : (parseDuration(wait.settle) ?? 0),
    onFailure: onFailure === 'rollback-all' ? 'rollback' : (onFailure ?? byBreaker),
    onBusy,
    onCancel,
  };
}

/** The policy in a few words, for the plan: `up to 15m; rolled back when it fails`. */
export function policyText({ budgetSeconds, settleSeconds, onFailure, onCancel }: RolloutPolicy): string {
  const failing = {
    rollback: 'rolled back when it fails',
    stop: 'stopped when it fails',
    leave: 'left to ECS when it fails',
  };
  const cancelled = onCancel === 'rollback' ? '; rolled back when the run is interrupted' : '';
  const settled = settleSeconds === 0 ? '' : `, then ${formatDuration(settleSeconds)} of watching its tasks`;
  return `up to ${formatDuration(budgetSeconds)}${settled}; ${failing[onFailure]}${cancelled}`;
}

/** What is done about a deployment in progress, for the plan; nothing of the default, which waits for its end. */
export function busyText({ onBusy }: Pick<RolloutPolicy, 'onBusy'>): string {
  return {
    wait: '',
    fail: ' (unless a deployment is in progress)',
    supersede: ' (in place of a deployment in progress)',
  }[onBusy];
}
