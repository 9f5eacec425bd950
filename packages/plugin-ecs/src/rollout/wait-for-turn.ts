import type { StepContext } from '@funade/core';
import { isPassingTrouble } from '../api/is-passing-trouble.ts';
import { formatDuration } from '../model/duration.ts';
import type { ServicePlace } from '../model/errors.ts';
import { revisionName } from '../model/revision-name.ts';
import { deploymentBusy } from '../model/rollout-errors.ts';
import type { ServiceView } from '../model/rollout-views.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { busyDeployment, isHopeless } from './busy-deployment.ts';
import { rolloutProgress } from './rollout-progress.ts';

/** How a turn is waited for. */
export interface Turn {
  readonly place: ServicePlace;
  /** ARN of the revision that is to run; a deployment of it is nobody to wait for. */
  readonly taskDefinition: string;
  readonly onBusy: 'wait' | 'fail' | 'supersede';
  readonly budgetSeconds: number;
}

/**
 * Returns when the service is free for a deployment: at once, or after the one in progress has ended. Says whether it
 * waited, so that what was seen before is out of date.
 *
 * Throws `DEPLOYMENT_BUSY` when it is not to be waited for, or does not end in time.
 */
export async function waitForTurn(turn: Turn, service: ServiceView, context: StepContext): Promise<boolean> {
  const { place, taskDefinition, onBusy, budgetSeconds } = turn;
  let busy = busyDeployment(service, taskDefinition);
  if (busy === null) return false;
  if (onBusy === 'supersede') {
    say(context, `deployment ${busy.id} is in progress and will be superseded`);
    return false;
  }
  if (onBusy === 'fail') throw deploymentBusy(place, { ...named(busy), waited: null });
  const begun = context.clock.now();
  const poller = await useRolloutPoller(context);
  using watch = poller.watch(place);
  let view = service;
  let told = '';
  for (;;) {
    if (isHopeless(busy, view)) {
      context.warn(
        `deployment ${busy.id} of ${place.service} has failed ${busy.failed} times and runs nothing: it is superseded`,
      );
      return true;
    }
    const text = `waiting for deployment ${busy.id} to end: ${rolloutProgress({ state: 'rolling-out', final: false, ours: busy, stage: null }, view)}`;
    if (text !== told) say(context, text);
    told = text;
    const look = await watch.next(context.signal);
    if ((context.clock.now() - begun) / 1000 >= budgetSeconds) {
      throw deploymentBusy(place, { ...named(busy), waited: formatDuration(budgetSeconds) });
    }
    if (look.type === 'unseen' && !isPassingTrouble(look.error)) throw look.error;
    if (look.type !== 'seen') continue;
    // The update that comes next says what is to be said of a service that is gone.
    if (look.service === null) return true;
    view = look.service;
    busy = busyDeployment(view, taskDefinition);
    if (busy === null) return true;
  }
}

function named({ id, taskDefinition }: { readonly id: string; readonly taskDefinition: string }) {
  return { deploymentId: id, taskDefinition: revisionName(taskDefinition) };
}

function say(context: StepContext, text: string): void {
  context.progress(text, { busy: true });
}
