import { type Environment, jsonText } from '@funade/core';

/** What was read of an environment, and when. */
export interface StandingAnswer {
  readonly project: string;
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly targets: readonly object[];
}

/** The same for programs. */
export function standingJson({ project, environment, now, targets }: StandingAnswer): string {
  const { name, account, region } = environment;
  const at = new Date(now).toISOString();
  return `${jsonText({ project, environment: { name, account, region }, at, targets }, 2)}\n`;
}
