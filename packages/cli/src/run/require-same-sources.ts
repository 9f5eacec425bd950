import { assemblePlan, type Plan, requestOf } from '@funade/core';
import { readRelease } from '@funade/core/node';
import { planOfOtherCommit } from '../model/errors.ts';
import type { Io } from '../model/io.ts';
import type { Project } from './project.ts';

/**
 * A plan with a step that reads sources was made for one commit, and works on what is checked out: it must be that commit, and the
 * rules about uncommitted changes hold now as they did then. `steps`: those that run. Default: all of the plan.
 */
export async function requireSameSources(
  plan: Plan,
  { root, plugins, steps = plan.steps }: Pick<Project, 'root' | 'plugins'> & { readonly steps?: Plan['steps'] },
  { env }: Io,
): Promise<void> {
  const reading = plugins.flatMap(({ steps }) => steps).filter(({ readsSources }) => readsSources === true);
  const kinds = new Set(reading.map(({ kind }) => kind));
  if (!steps.some(({ kind }) => kinds.has(kind))) return;
  const { tag, commit } = plan.release;
  const git = await readRelease({ root, env, ...(tag === null ? {} : { tag }) });
  const found = git.checkedOut ?? git.commit;
  if (found !== commit) throw planOfOtherCommit(plan.release.shortCommit, found.slice(0, 7), tag ?? commit);
  const release = { ...plan.release, dirty: git.dirtyPaths.length > 0, dirtyPaths: git.dirtyPaths };
  assemblePlan({ ...requestOf(plan), release }, plan.facts, { plugins, createdAt: plan.createdAt });
}
