import type { CiJob } from './ci-job.ts';
import type { PlacedFact } from './interpret-script.ts';
import type { UpdateFact } from './model.ts';

/** What was typed, and what the folder says; null: it was not said. */
export interface PipelineRequest {
  readonly project: string;
  readonly environment: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
  /** The region that commands here go to; taken where nothing else says one. */
  readonly usualRegion: string | null;
  /** The branch that the repository has checked out. */
  readonly branch: string | null;
  /** Names of the containers in the task definitions that are files of the folder, by path. */
  readonly definitions: ReadonlyMap<string, readonly string[]>;
  /** The file of the new jobs. */
  readonly jobFile: string;
}

/** One update of a service by a job. */
export interface Deployment {
  readonly job: CiJob;
  readonly update: UpdateFact & PlacedFact;
  /** What the job does before the update, and since the update before that. */
  readonly before: readonly PlacedFact[];
  readonly after: readonly PlacedFact[];
  readonly environment: string;
  readonly service: string;
}
