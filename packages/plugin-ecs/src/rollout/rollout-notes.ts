import type { Note, PluginTarget, Warning } from '@funade/core';
import type { ServiceFacts } from '../model/facts.ts';
import { isStage, parseWaitUntil } from '../model/wait-until.ts';
import type { EcsOptions } from '../options/options.ts';
import type { RolloutPolicy } from './rollout-policy.ts';

/** What a rollout will meet. */
interface Rollout {
  readonly service: ServiceFacts;
  /** Whether it is of another revision than the one that the service names. */
  readonly deploys: boolean;
  readonly policy: RolloutPolicy;
  /** How far it is to be waited for, as it was typed. Absent: as the options say. */
  readonly until?: string | undefined;
}

/** What is worth knowing about the rollout of a target before it starts. */
export function rolloutNotes(
  { id, options }: PluginTarget<EcsOptions>,
  { service: { circuitBreaker, unsettled, strategy }, deploys, policy, until = options.wait?.until }: Rollout,
): readonly Note[] {
  const { failFast, onBusy } = policy;
  const busy = {
    wait: 'a deploy waits for it to end, and then plans',
    fail: 'a deploy fails unless it ends first',
    supersede: 'this deploy supersedes it',
  };
  const breaker = {
    rollback: null,
    off: `service ${options.service} has no deployment circuit breaker: ${endOfDeaths(failFast)}`,
    stop: `service ${options.service} has a deployment circuit breaker without rollback: ECS will stop a failing rollout where it is`,
  };
  const texts = [
    deploys && unsettled === 'in-progress'
      ? `another deployment of service ${options.service} is in progress: ${busy[onBusy]}`
      : null,
    breaker[circuitBreaker],
    strategy === undefined && until !== undefined && isStage(parseWaitUntil(until))
      ? `service ${options.service} deploys by rolling update, which has no stage ${parseWaitUntil(until)}: it is waited for until it is steady`
      : null,
  ];
  return texts.flatMap((text) => (text === null ? [] : [{ targets: [id], label: id, text }]));
}

/** What will keep the rollout of a target from ever getting anywhere. */
export function rolloutWarnings(
  { id, options }: PluginTarget<EcsOptions>,
  { deadlocked }: ServiceFacts,
): readonly Warning[] {
  if (!deadlocked) return [];
  const message = `the deployment percentages of service ${options.service} allow it neither to stop an old task nor to start a new one, so no rollout can make progress: lower minimumHealthyPercent or raise maximumPercent`;
  return [{ code: 'ROLLOUT_DEADLOCK', targets: [id], label: id, message }];
}

function endOfDeaths(failFast: number | null): string {
  if (failFast === 0) return 'ECS will keep starting tasks that fail until the wait ends';
  const often =
    failFast === null ? 'as many tasks as one would tolerate have stopped' : `${failFast} tasks have stopped`;
  return `once ${often} for the same reason, its rollout counts as failed`;
}
