import { type DeployError, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import type { Basis } from '../model/basis.ts';
import { movedTo } from '../service/moved-to.ts';
import { serviceView } from '../service/service-view.ts';
import { sameProvenance } from '../task-definition/revision-tags.ts';
import { sameTaskDefinition } from '../task-definition/same-task-definition.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { movedError } from './moved-error.ts';
import { readService } from './read-service.ts';

/** A revision that is to be registered, and the services that are to run it. */
export interface Registration {
  readonly services: readonly Basis[];
  readonly definition: JsonObject;
}

/**
 * Looks right before a revision is registered at the services that are to run it. Returns the ARN of that very revision where
 * one of them runs it already, and null where it is to be registered. Throws `SERVICE_MOVED` where every one of them has
 * moved since it was planned for: the revision would lie about unused.
 */
export async function lookBeforeRegistration(
  ecs: Ecs,
  { services, definition }: Registration,
  context: StepContext,
): Promise<string | null> {
  const moves = await readMoves(ecs, services, context);
  for (const { moved } of moves) {
    if (moved === null) continue;
    const described = await describeTaskDefinition(ecs, moved.taskDefinition, context);
    if (sameTaskDefinition(toRegisterInput(described), definition)) return moved.taskDefinition;
  }
  const [first] = moves;
  if (first === undefined || first.moved === null || moves.some(({ moved }) => moved === null)) return null;
  const { place, moved } = first;
  const what = { place, moved, taskDefinition: definition, whenMoved: 'refused', replaces: null } as const;
  throw await movedError(ecs, what, context);
}

/**
 * The same before a run is taken up, when images of the revision may still have to be built: one of the same release and config
 * counts as that very revision then. Returns the error that the registration would throw; null: it can still be made.
 */
export async function registrationOutOfDate(
  ecs: Ecs,
  { services, definition }: Registration,
  context: StepContext,
): Promise<DeployError | null> {
  const moves = await readMoves(ecs, services, context);
  const [first] = moves;
  if (first === undefined || first.moved === null) return null;
  for (const { moved } of moves) {
    if (moved === null) return null;
    const described = await describeTaskDefinition(ecs, moved.taskDefinition, context);
    const ours = Array.isArray(definition.tags) ? definition.tags.filter(isJsonObject) : [];
    if (sameProvenance(described.tags, ours)) return null;
  }
  const { place, moved } = first;
  return movedError(ecs, { place, moved, taskDefinition: definition, whenMoved: 'refused', replaces: null }, context);
}

async function readMoves(ecs: Ecs, services: readonly Basis[], context: StepContext) {
  return Promise.all(
    services.map(async (place) => {
      const found = await readService(ecs, place, context.signal);
      return { place, moved: found === null ? null : movedTo(serviceView(found.seen), place.replaces ?? []) };
    }),
  );
}
