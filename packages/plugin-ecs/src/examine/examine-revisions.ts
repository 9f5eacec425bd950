import { type ExamineRequest, isDeployError, type RevisionDoubt, type RunContext, type TargetId } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { EcsOptions } from '../options/options.ts';
import { changedSettings } from './changed-settings.ts';
import { goneReferences } from './gone-references.ts';

/**
 * What makes it unsafe that services run revisions that are there already: secrets, parameters, roles and log groups that they name and
 * that are gone, and settings of the services that have changed since these ran. Reads only. What cannot be looked at keeps
 * nobody from going back: that it was not looked at is a doubt too.
 */
export async function examineRevisions(
  request: ExamineRequest<EcsOptions>,
  context: RunContext,
): Promise<Readonly<Record<TargetId, readonly RevisionDoubt[]>>> {
  const ecs = await useEcs(context);
  const told = await Promise.all([
    unlessItFails(() => goneReferences(ecs, request, context), { what: 'what it refers to', request }, context),
    unlessItFails(() => changedSettings(ecs, request, context), { what: 'what has changed since', request }, context),
  ]);
  return Object.fromEntries(request.targets.map(({ id }) => [id, told.flatMap((each) => each.get(id) ?? [])]));
}

/** Doubts by target. */
export type Doubts = ReadonlyMap<TargetId, readonly RevisionDoubt[]>;

async function unlessItFails(
  look: () => Promise<Doubts>,
  { what, request }: { readonly what: string; readonly request: ExamineRequest<EcsOptions> },
  { signal }: RunContext,
): Promise<Doubts> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
    return new Map(
      request.targets.map(({ id }) => {
        const message = `${what} was not checked for ${request.revisions[id]?.revision}: ${error.message}`;
        return [id, [{ code: 'REVISION_NOT_CHECKED', message }]];
      }),
    );
  }
}
