import type { RunContext, StepContext } from '@funade/core';
import { isTransientError } from '../api/is-transient-error.ts';
import { formatDuration } from '../model/duration.ts';
import type { ServiceRef } from '../model/errors.ts';
import { revisionName } from '../model/revision-name.ts';
import type { ServiceView } from '../model/rollout-views.ts';
import { deploymentBusy } from '../model/watch-errors.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { rolloutProgress } from '../rollout/rollout-progress.ts';
import { busyDeployment, isHopeless } from './busy-deployment.ts';

/** What a turn is waited for with: a step's context, or what stands for it while nothing runs yet. */
export type TurnContext = RunContext & Pick<StepContext, 'progress' | 'warn'>;

/** How a turn is waited for. */
export interface Turn {
  readonly place: ServiceRef;
  /** ARN of the revision that is to run; a deployment of it is nobody to wait for. */
  readonly taskDefinition: string;
  readonly onBusy: 'wait' | 'fail' | 'supersede';
  readonly budgetSeconds: number;
}

/** How a turn came: nothing was in progress, or what was has ended, or will never end and may be superseded. */
export type TurnCame = 'free' | 'waited' | 'hopeless';

/**
 * Returns when the service is free for a deployment: at once, or after the one in progress has ended. Where it did not come
 * at once, what was seen before is out of date.
 *
 * Throws `DEPLOYMENT_BUSY` when it is not to be waited for, or does not end in time.
 */
export async function waitForTurn(turn: Turn, service: ServiceView, context: TurnContext): Promise<TurnCame> {
  const { place, taskDefinition, onBusy, budgetSeconds } = turn;
  let busy = busyDeployment(service, taskDefinition);
  if (busy === null) return 'free';
  if (onBusy === 'supersede') {
    say(context, `deployment ${busy.id} is in progress and will be superseded`);
    return 'free';
  }
  if (onBusy === 'fail') throw deploymentBusy(place, { ...named(busy), waited: null });
  const begun = context.clock.monotonic();
  const poller = await useRolloutPoller(context);
  using watch = poller.watch(place);
  let view = service;
  let told = '';
  for (;;) {
    if (isHopeless(busy, view)) {
      context.warn(
        `deployment ${busy.id} of ${place.service} has ${busy.failed} failed tasks and none running: it is superseded`,
      );
      return 'hopeless';
    }
    const text = `waiting for deployment ${busy.id} to end: ${rolloutProgress({ state: 'rolling-out', final: false, ours: busy, stage: null }, view)}`;
    if (text !== told) say(context, text);
    told = text;
    const look = await watch.next(context.signal);
    if ((context.clock.monotonic() - begun) / 1000 >= budgetSeconds) {
      throw deploymentBusy(place, { ...named(busy), waited: formatDuration(budgetSeconds) });
    }
    if (look.type === 'unseen' && !isTransientError(look.error)) throw look.error;
    if (look.type !== 'seen') continue;
    // The update that comes next says what is to be said of a service that is gone.
    if (look.service === null) return 'waited';
    view = look.service;
    busy = busyDeployment(view, taskDefinition);
    if (busy === null) return 'waited';
  }
}

function named({ id, taskDefinition }: { readonly id: string; readonly taskDefinition: string }) {
  return { deploymentId: id, taskDefinition: revisionName(taskDefinition) };
}

function say(context: TurnContext, text: string): void {
  context.progress(text, { busy: true });
}
