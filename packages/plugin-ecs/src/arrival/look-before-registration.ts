import type { JsonObject, StepContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import type { Basis } from '../model/basis.ts';
import { movedTo } from '../service/moved-to.ts';
import { serviceView } from '../service/service-view.ts';
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
  const moves = await Promise.all(
    services.map(async (place) => {
      const found = await readService(ecs, place, context.signal);
      return { place, moved: found === null ? null : movedTo(serviceView(found.seen), place.replaces ?? []) };
    }),
  );
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
