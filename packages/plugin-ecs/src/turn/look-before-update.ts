import type { JsonObject, StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { withRevisionSettings } from '../api/with-revision-settings.ts';
import { movedError } from '../arrival/moved-error.ts';
import { readSameRevision } from '../arrival/read-same-revision.ts';
import { type ReadService, readService } from '../arrival/read-service.ts';
import { serviceNotFound } from '../model/errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { movedTo } from '../service/moved-to.ts';
import { runningSettings, settingsHold } from '../service/service-settings.ts';
import { primaryOf, serviceView } from '../service/service-view.ts';
import { type Turn, waitForTurn } from './wait-for-turn.ts';

/** What an update is to bring about. */
export interface UpdateWanted extends Turn {
  readonly settings: JsonObject;
  readonly force: boolean;
  /** Ids of the deployments that the plan stands on; null: any may be replaced. */
  readonly replaces: readonly string[] | null;
  /** What it means when another one is there: the update is refused, or what it rolls back was superseded. */
  readonly whenMoved: 'refused' | 'superseded';
}

/** What a look before an update came to. */
export interface LookedAt {
  readonly service: ReadService;
  /** The deployment that is there already and is what was wanted; null: the update is to be sent. */
  readonly joined: DeploymentView | null;
}

/**
 * Looks right before an update whether it is still to be sent, and waits for its turn where what the plan stands on is in
 * progress. A deployment of the wanted revision is joined, whoever started it.
 *
 * Throws `SERVICE_MOVED` (or `SUPERSEDED`), `DEPLOYMENT_BUSY`, `SERVICE_NOT_FOUND` and what AWS refuses.
 */
export async function lookBeforeUpdate(ecs: Ecs, wanted: UpdateWanted, context: StepContext): Promise<LookedAt> {
  const { place, settings, force, replaces, taskDefinition } = wanted;
  let waits = true;
  for (;;) {
    const service = await readService(ecs, place, context.signal);
    if (service === null) throw serviceNotFound(place, null, context.environment);
    const running = await withRevisionSettings(ecs, { service: service.raw, written: settings }, context);
    const holds = settingsHold(settings, runningSettings(settings, running));
    const primary = primaryOf(service.seen) ?? null;
    if (primary?.taskDefinition === taskDefinition && holds && !force) return { service, joined: primary };
    const view = serviceView(service.seen);
    const moved = replaces === null ? null : movedTo(view, replaces);
    if (moved !== null) {
      const same = holds && (await readSameRevision(ecs, [moved.taskDefinition, taskDefinition], context));
      if (same) return { service, joined: moved };
      throw await movedError(ecs, { ...wanted, moved }, context);
    }
    if (!waits) return { service, joined: null };
    const turn = await waitForTurn(wanted, view, context);
    if (turn === 'free') return { service, joined: null };
    waits = turn === 'waited';
  }
}
