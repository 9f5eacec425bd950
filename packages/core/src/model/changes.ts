import type { TargetId } from './environment.ts';

/** What a ref stands for, where changes are counted from. */
export interface Since {
  /** As it was typed. */
  readonly ref: string;
  /** Full commit id: that of a tag or commit; of a branch where the release has left it. */
  readonly commit: string;
}

/** What git says has changed. Reads only. */
export interface SourceChanges {
  /** Throws where the ref, or what the release has in common with it, is not in the clone. */
  since(ref: string, commit: string): Promise<Since>;
  /** Paths that differ between two commits, relative to the config's folder; null where the clone does not have both. */
  between(from: string, to: string): Promise<readonly string[] | null>;
}

/** Which services a plan deploys because they have changed, and why. JSON; part of a plan. */
export interface ChangedSince extends Since {
  /** Why each is deployed, by target. */
  readonly changed: Readonly<Record<TargetId, string>>;
  /** Why each is left out that would be deployed otherwise, by target. */
  readonly unchanged: Readonly<Record<TargetId, string>>;
}
