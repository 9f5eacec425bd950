import { rateOf } from '../api/rate-limit.ts';

/** Most revisions of one family that are looked at for an equal one, beside those of other services of the family. */
export const deepest = 5;

/** The same for what an earlier run was about to register: other services of the family may have come after it. */
export const deepestTakenUp = 30;

/**
 * How many of the newest revisions of each family a plan looks at: as many as ECS answers without making the plan wait,
 * one call to list them and one for each, beside those that are read anyway. 0: none.
 */
export function searchDepth({
  families,
  revisions,
  sharing = 1,
}: {
  readonly families: number;
  readonly revisions: number;
  /** Most services of one family: each may have a revision of its own. Default: one. */
  readonly sharing?: number;
}): number {
  if (families === 0) return 0;
  return Math.max(
    0,
    Math.min(deepest + sharing - 1, Math.floor((rateOf('taskDefinitionRead').burst - revisions) / families) - 1),
  );
}
