import type { LeftOut } from '../model/found-project.ts';
import type { Interpreted } from './interpret-script.ts';
import type { CiRef } from './refs.ts';

/** A job of a pipeline that builds an image or deploys one. */
export interface CiJob {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** As the CI calls it; null: the job has none. */
  readonly environment: string | null;
  /** Empty: the file does not say. */
  readonly refs: readonly CiRef[];
  /** Whether a person starts it. */
  readonly manual: boolean;
  readonly stage: string | null;
  readonly steps: Interpreted;
  /** Whether a role is assumed with the token of the job, and which; null: none. */
  readonly role: string | null;
}

/** A pipeline as far as it deploys. */
export interface Pipeline {
  readonly ci: 'gitlab' | 'github';
  readonly file: string;
  readonly jobs: readonly CiJob[];
  readonly left: readonly LeftOut[];
  /** What jobs that update no service deploy with, as a command to type. */
  readonly elsewhere: readonly string[];
}

/** Whether a job updates a service. */
export function deploys(job: CiJob): boolean {
  return job.steps.facts.some(({ kind }) => kind === 'update');
}

/** What else a job deploys with: ecspresso, Copilot. */
export function deploysElsewhere({ remarks }: Interpreted): readonly string[] {
  return remarks.flatMap(({ reason, instead }) =>
    /^it deploys with/.test(reason) && instead !== undefined ? [instead] : [],
  );
}

/** Whether it does anything for a deploy at all. */
export function takesPart({ facts }: Interpreted): boolean {
  return facts.some(({ kind }) => kind === 'update' || kind === 'build' || kind === 'push' || kind === 'task');
}
