import type { ChosenRevision } from '../model/chosen-revision.ts';
import type { TargetId } from '../model/environment.ts';
import type { TargetHistory } from '../model/history.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { RunningImage } from '../model/status.ts';
import { chooseRevision } from './choose-revision.ts';

/** What a rollback is looked up in. */
export interface FindRevisions {
  readonly histories: readonly TargetHistory[];
  /** A version or a revision; null: the last stable one. */
  readonly to: string | null;
}

/**
 * The revision that each target goes back to, and which of its images are no longer in their registry. Reads only. Throws as
 * `chooseRevision` does.
 */
export async function findRevisions(
  { histories, to }: FindRevisions,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Readonly<Record<TargetId, ChosenRevision>>> {
  const now = context.clock.now();
  const chosen = histories.map((history) => ({ id: history.id, found: chooseRevision(history, to) }));
  const revisions = await Promise.all(
    chosen.map(async ({ id, found }): Promise<[TargetId, ChosenRevision]> => {
      const { revision, release, commit, at, end, images } = found;
      const gone = await Promise.all(images.map((image) => isGone(image, plugins, context)));
      const missing = images.map(referenceOf).filter((_, index) => gone[index]);
      const age = at === null ? null : Math.max(0, now - Date.parse(at));
      return [id, { revision, release, commit, deployedAt: at, age, end, missing }];
    }),
  );
  return Object.fromEntries(revisions);
}

/** Whether some registry says that it has an image no longer. */
async function isGone(image: RunningImage, plugins: readonly Plugin[], context: RunContext): Promise<boolean> {
  for (const plugin of plugins) {
    const there = (await plugin.hasImage?.(referenceOf(image), context)) ?? null;
    if (there !== null) return !there;
  }
  return false;
}

function referenceOf({ repository, tag, digest }: RunningImage): string {
  return `${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}
