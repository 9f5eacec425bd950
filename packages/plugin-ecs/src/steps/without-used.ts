import type { StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { readUses } from '../uses/read-uses.ts';

/** Revisions that nothing needs by now either; those that something does are said, and stay. */
export async function withoutUsed(
  ecs: Ecs,
  {
    family,
    revisions,
    keep,
  }: { readonly family: string; readonly revisions: readonly string[]; readonly keep: number },
  context: StepContext,
): Promise<readonly string[]> {
  const { uses } = await readUses(ecs, { families: new Set([family]), keep }, context);
  return revisions.filter((name) => {
    const why = uses[name];
    if (why === undefined) return true;
    context.warn(`${name} stays: ${why.join('; ')}`);
    return false;
  });
}
