import type { JsonObject } from '@funade/core';
import type { BoardEnvironment } from './render-board.ts';

/** What was read of all environments, and when. */
export interface BoardAnswer {
  readonly project: string;
  readonly environments: readonly BoardEnvironment[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A board for programs. */
export function boardJson({ project, environments, now }: BoardAnswer): JsonObject {
  return { project, at: new Date(now).toISOString(), environments: environments as unknown as JsonObject[] };
}
