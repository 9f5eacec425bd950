import { revisionNumber } from '../model/revision-name.ts';
import type { Uses } from '../uses/read-uses.ts';

/** The revisions of a family, by name. */
export interface FamilyRevisions {
  readonly active: readonly string[];
  readonly inactive: readonly string[];
}

/** What becomes of the revisions of a family. */
export interface RevisionsPruned {
  /** Active ones that nothing needs, the oldest first. */
  readonly deregister: readonly string[];
  /** Inactive ones that are deleted for good. */
  readonly remove: readonly string[];
  /** Older ones that stay because something needs them, with the reasons. */
  readonly needed: readonly { readonly revision: string; readonly why: readonly string[] }[];
  /** How many active ones stay. */
  readonly kept: number;
}

/** What is kept in any case. */
export interface KeepRule {
  readonly uses: Uses;
  /** How many of the newest. At least one: a family's name alone stands for its newest revision. */
  readonly keep: number;
  readonly deleteInactive: boolean;
}

/** Decides about the revisions of one family. */
export function chooseRevisions({ active, inactive }: FamilyRevisions, rule: KeepRule): RevisionsPruned {
  const newestFirst = active.toSorted((a, b) => revisionNumber(b) - revisionNumber(a));
  const older = newestFirst.slice(Math.max(1, rule.keep));
  const deregister = older.filter((name) => rule.uses[name] === undefined).reverse();
  const unused = inactive.filter((name) => rule.uses[name] === undefined);
  return {
    deregister,
    remove: rule.deleteInactive ? unused.toSorted((a, b) => revisionNumber(a) - revisionNumber(b)) : [],
    needed: [...older, ...inactive].flatMap((revision) => {
      const why = rule.uses[revision];
      return why === undefined ? [] : [{ revision, why }];
    }),
    kept: active.length - deregister.length,
  };
}
