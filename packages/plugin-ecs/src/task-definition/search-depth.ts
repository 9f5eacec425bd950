import { rateOf } from '../api/rate-limit.ts';

/** Most revisions of one family that are looked at for an equal one. */
export const deepest = 5;

/**
 * How many of the newest revisions of each family a plan looks at: as many as ECS answers without making the plan wait,
 * one call to list them and one for each, beside those that are read anyway. 0: none.
 */
export function searchDepth({
  families,
  revisions,
}: {
  readonly families: number;
  readonly revisions: number;
}): number {
  if (families === 0) return 0;
  return Math.max(0, Math.min(deepest, Math.floor((rateOf('taskDefinitionRead').burst - revisions) / families) - 1));
}
