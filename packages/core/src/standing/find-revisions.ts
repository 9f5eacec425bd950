import type { ChosenRevision } from '../model/chosen-revision.ts';
import type { TargetId } from '../model/environment.ts';
import type { TargetHistory } from '../model/history.ts';
import type { FoundImage, Plugin } from '../model/plugin.ts';
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
      const looks = await Promise.all(images.map((image) => look(image, plugins, context)));
      const missing = looks.flatMap(({ missing }) => missing);
      const moved = looks.flatMap(({ moved }) => moved);
      const age = at === null ? null : Math.max(0, now - Date.parse(at));
      return [id, { revision, release, commit, deployedAt: at, age, end, missing, moved }];
    }),
  );
  return Object.fromEntries(revisions);
}

/** Whether an image that ran is still there, and its tag still stands for it. */
async function look(
  { repository, tag, digest }: RunningImage,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Pick<ChosenRevision, 'missing' | 'moved'>> {
  const byTag = tag === null ? null : `${repository}:${tag}`;
  const name = `${byTag ?? repository}${digest === null ? '' : `@${digest}`}`;
  const [found, tagged] = await Promise.all([
    find(name, plugins, context),
    byTag === null || digest === null ? null : find(byTag, plugins, context),
  ]);
  return {
    missing: found !== null && found.digest === null ? [name] : [],
    moved: byTag !== null && tagged !== null && tagged.digest !== digest ? [byTag] : [],
  };
}

/** What the first registry that knows a name has for it; null: none does. */
async function find(image: string, plugins: readonly Plugin[], context: RunContext): Promise<FoundImage | null> {
  for (const plugin of plugins) {
    const found = (await plugin.findImage?.(image, context)) ?? null;
    if (found !== null) return found;
  }
  return null;
}
