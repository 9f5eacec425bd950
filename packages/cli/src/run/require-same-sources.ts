import { assemblePlan, type Plan, requestOf } from '@funade/core';
import { readRelease } from '@funade/core/node';
import { planOfOtherCommit } from '../model/errors.ts';
import type { Io } from '../model/io.ts';
import type { Project } from './project.ts';

/**
 * A plan that builds was made for one commit, and builds from what is checked out: it must be that commit, and the
 * rules about uncommitted changes hold now as they did then.
 */
export async function requireSameSources(plan: Plan, { root, plugins }: Project, { env }: Io): Promise<void> {
  if (!plan.steps.some((step) => step.kind === 'ecr.build-image')) return;
  const { tag, commit } = plan.release;
  const git = await readRelease({ root, env, ...(tag === null ? {} : { tag }) });
  const found = git.checkedOut ?? git.commit;
  if (found !== commit) throw planOfOtherCommit(plan.release.shortCommit, found.slice(0, 7), tag ?? commit);
  const release = { ...plan.release, dirty: git.dirtyPaths.length > 0, dirtyPaths: git.dirtyPaths };
  assemblePlan({ ...requestOf(plan), release }, plan.facts, { plugins, createdAt: plan.createdAt });
}
