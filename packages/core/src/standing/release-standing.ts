import type { TargetId } from '../model/environment.ts';
import type { PastDeployment, TargetHistory } from '../model/history.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Release } from '../model/release.ts';

/** How a release ended on a target, by what ECS keeps of it. */
export interface ReleaseEnd {
  readonly target: TargetId;
  readonly outcome: Extract<Outcome, 'rolled-back' | 'failed' | 'stopped' | 'superseded'>;
  readonly deployment: PastDeployment;
  /** What took its place; null: nothing did. */
  readonly by: PastDeployment | null;
}

/**
 * How the last deployment of a release ended on a target; null where it has not ended, ended well and is what is to run, or where
 * none is known. `history`: of the target, the newest deployment first.
 */
export function releaseEnd({ id, deployments }: TargetHistory, release: Release): ReleaseEnd | null {
  const at = deployments.findIndex((each) => isOf(each, release));
  const deployment = deployments[at];
  if (deployment === undefined) return null;
  const { end } = deployment;
  const by = deployments.slice(0, at).find(({ end: other }) => tookOver.has(other)) ?? null;
  if (end === 'rolled-back' || end === 'rolling-back')
    return { target: id, outcome: 'rolled-back', deployment, by: null };
  if (by !== null || end === 'superseded') return { target: id, outcome: 'superseded', deployment, by };
  return end === 'failed' || end === 'stopped' ? { target: id, outcome: end, deployment, by: null } : null;
}

/** How a deployment stands that takes the place of the one before it. */
const tookOver: ReadonlySet<PastDeployment['end']> = new Set(['succeeded', 'in-progress', 'superseded', 'unknown']);

function isOf({ release, commit }: PastDeployment, { commit: wanted, imageTag }: Release): boolean {
  return commit === wanted && (release === null || release === imageTag);
}
