import { DeployError, type TargetId } from '@funade/core';
import { targetOption } from './target-option.ts';

/** A deployment of the service is in progress: it is rolled back itself, and no other one is started beside it. */
export function rollbackWhileDeploying(
  target: TargetId,
  { revision, deployment }: { readonly revision: string; readonly deployment: string | null },
): DeployError {
  const which = deployment === null ? 'a deployment' : `deployment ${deployment}`;
  return new DeployError('ROLLBACK_WHILE_DEPLOYING', `${which} of ${target} (${revision}) is still in progress`, {
    category: 'refused',
    hint: `use abort, which takes it back: funade abort ${targetOption(target)}`,
  });
}

/** A revision to go back to does not exist (any more): nothing says what was in it. */
export function revisionNotThere(target: TargetId, revision: string, release: string | null): DeployError {
  const again =
    release === null
      ? ''
      : `deploy its release again: git checkout ${release}, then funade deploy ${targetOption(target)} --tag ${release} --allow-downgrade; or `;
  return new DeployError('REVISION_NOT_FOUND', `there is no task definition ${revision} for ${target}`, {
    category: 'refused',
    hint: `${again}name another one; what was deployed: funade history ${targetOption(target)}`,
  });
}
