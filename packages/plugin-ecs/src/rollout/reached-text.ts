import type { ServiceRef } from '../model/errors.ts';
import type { HookView } from '../model/service-deployment.ts';

/** A deployment that is not waited for any longer. */
export interface Reached {
  readonly deploymentId: string;
  /** Lifecycle stage; null where nothing was looked at, or there is none. */
  readonly stage: string | null;
  /** When ECS leaves the stage, as far as it can be told. Milliseconds since the epoch. */
  readonly stageUntil: number | null;
  /** The hook that waits for approval; null when none does. */
  readonly hook: HookView | null;
}

/** How people name what it is about. */
interface Names {
  readonly environment: string;
  readonly target: string;
}

/** What continues once a rollout is where it was waited for, and what to type for its end. */
export function reachedText({ service }: ServiceRef, reached: Reached, { environment, target }: Names): string {
  const { deploymentId, stage, stageUntil, hook } = reached;
  const name = `deployment ${deploymentId} of ${service}`;
  const command = (verb: string): string => `\`funade ${verb} ${environment} --service ${target}\``;
  const at = stage === null ? '' : ` at ${stage}`;
  if (hook !== null) {
    const then = hook.onExpiry === 'CONTINUE' ? 'continues' : 'rolls back';
    const until = hook.expiresAt === null ? '' : ` until ${time(hook.expiresAt)}, then ${then}`;
    return `${name} is waiting for approval${at}${until} (hook ${hook.id}); ${command('continue')} continues it, ${command('abort')} rolls it back`;
  }
  const doing =
    stage === null ? 'was started and continues in ECS' : `is${at}${untilText(stageUntil)} and continues in ECS`;
  return `${name} ${doing}; ${command('watch')} waits for its end, ${command('abort')} rolls it back`;
}

function untilText(at: number | null): string {
  return at === null ? '' : `, probably until ${time(at)},`;
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
