import type { Artifact } from './artifact.ts';
import type { TargetId } from './environment.ts';
import type { Step, Subject } from './step.ts';
import type { Waiting } from './turn.ts';

/** One line for people: what is left out and why, or what is worth knowing. */
export interface Note extends Subject {
  readonly text: string;
}

/** Something a person must know before saying yes. */
export interface Warning extends Subject {
  readonly code: string;
  readonly message: string;
}

/** A version step such as `v1.1.0 → v1.2.0 (minor)`, per target, for people. */
export interface VersionChange {
  readonly target: TargetId;
  /** Null when unknown or when nothing runs. */
  readonly from: string | null;
  readonly to: string;
  /** `major`, `minor`, `patch`, `downgrade`, `same`, or null when they cannot be compared. */
  readonly step: 'major' | 'minor' | 'patch' | 'prerelease' | 'downgrade' | 'same' | null;
}

/**
 * What becomes of a target that fails once its rollout is done, such as by a check over HTTP.
 *
 * - `leave`: nothing more is done
 * - `rollback`: the target is rolled back
 * - `rollback-all`: no further steps are started, and every target that the run has changed is rolled back; also when the
 *   target fails earlier
 *
 * What fails during the rollout itself is for the plugin that rolls out, unless every target is concerned.
 */
export type FailurePolicy = 'leave' | 'rollback' | 'rollback-all';

/** What one plugin adds to a plan. */
export interface PlanFragment {
  readonly steps: readonly Step[];
  /** What undoes `steps`: each says which of them in `undoes`, or is a `session` step. Their phases order them, too. */
  readonly rollback: readonly Step[];
  readonly artifacts: readonly Artifact[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
  readonly versions: readonly VersionChange[];
  /** Targets for which something is in progress that ends before a plan should be made from it. Absent: none. */
  readonly waitsFor?: readonly Waiting[];
  /** What becomes of targets that fail. A target that no plugin speaks of is left as it is. Absent: none is spoken of. */
  readonly onFailure?: Readonly<Record<TargetId, FailurePolicy>>;
}

/** A fragment that adds nothing; spread it and set what there is. */
export const emptyFragment: PlanFragment = {
  steps: [],
  rollback: [],
  artifacts: [],
  notes: [],
  warnings: [],
  versions: [],
};
