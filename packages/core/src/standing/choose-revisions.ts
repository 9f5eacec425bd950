import type { TargetId } from '../model/environment.ts';
import { type DeployError, isDeployError } from '../model/error.ts';
import type { PastDeployment, TargetHistory } from '../model/history.ts';
import { chooseRevision, type RevisionFound } from './choose-revision.ts';

/** What targets are to run. */
export interface RevisionChoice {
  /** For all of them: a version or a revision; null: the last stable one. By target id: what that one is to run. */
  readonly to: string | null | Readonly<Record<TargetId, string>>;
  /** Whether targets with nothing to run are left out as long as others have something, as nobody named them one by one. */
  readonly all: boolean;
}

/** The revisions that targets are to run, and those that stay as they are. */
export interface RevisionsChosen {
  readonly chosen: ReadonlyMap<TargetId, RevisionFound>;
  /** Why, by target id. */
  readonly kept: Readonly<Record<TargetId, string>>;
}

/** Chooses a revision for each target. Throws as `chooseRevision` does, where targets are named or none has anything to run. */
export function chooseRevisions(histories: readonly TargetHistory[], { to, all }: RevisionChoice): RevisionsChosen {
  const chosen = new Map<TargetId, RevisionFound>();
  const kept: Record<TargetId, string> = {};
  let first: DeployError | null = null;
  for (const history of histories) {
    try {
      const own = to === null || typeof to === 'string' ? to : revisionOf(to[history.id] ?? null, history);
      chosen.set(history.id, chooseRevision(history, own));
    } catch (error) {
      if (!all || !isDeployError(error) || error.category !== 'refused') throw error;
      first ??= error;
      kept[history.id] = error.message;
    }
  }
  if (chosen.size === 0 && first !== null) throw first;
  return { chosen, kept };
}

/** A number alone is of the family of what runs. */
function revisionOf(named: string | null, history: TargetHistory): string | null {
  const family = runs(history)?.revision?.split(':')[0];
  return named !== null && family !== undefined && /^\d+$/.test(named) ? `${family}:${named}` : named;
}

/**
 * Why targets that take no part in a rollback belong to it: they run the release that is rolled back from. Of two that do not
 * record their commits the same name is enough.
 */
export function ofSameRelease(
  histories: readonly TargetHistory[],
  others: readonly TargetHistory[],
): Readonly<Record<TargetId, string>> {
  const running = histories.flatMap((history) => runs(history) ?? []);
  return Object.fromEntries(
    others.flatMap((other): readonly (readonly [TargetId, string])[] => {
      const own = runs(other);
      if (own === null || !running.some((each) => isSameRelease(each, own))) return [];
      return [[other.id, `it runs ${own.release}, too, and is not part of this rollback`]];
    }),
  );
}

function runs({ deployments }: TargetHistory): PastDeployment | null {
  return deployments.find(({ primary }) => primary) ?? null;
}

function isSameRelease(one: PastDeployment, other: PastDeployment): boolean {
  if (one.release === null || one.release !== other.release) return false;
  return one.commit === null || other.commit === null || one.commit === other.commit;
}
