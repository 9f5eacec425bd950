import type { PastDeployment, TargetHistory } from '../model/history.ts';
import { semanticVersion } from '../release/version-order.ts';
import { noStableRevision, revisionOfOtherFamily, versionNotDeployed } from './rollback-errors.ts';

/** What a rollback goes back to: a deployment, or a revision of which nothing more is known. */
export type RevisionFound = Pick<PastDeployment, 'release' | 'commit' | 'at' | 'images'> & {
  readonly revision: string;
  readonly end: PastDeployment['end'] | null;
  /** Id of the deployment. */
  readonly deployment: string | null;
};

/** `shop-api:12` */
const revisionText = /^[\w-]+:\d+$/;

/**
 * The revision that a target goes back to: the last stable one, or the one that `to` names, by its family and number or by
 * its release. Of several deployments of a release the newest that succeeded counts, else the newest.
 *
 * Throws `NO_STABLE_REVISION`, `VERSION_NOT_DEPLOYED` and `REVISION_OF_OTHER_FAMILY`.
 */
export function chooseRevision(history: TargetHistory, to: string | null): RevisionFound {
  const { id, deployments } = history;
  const known = deployments.flatMap(({ revision, id: deployment, ...rest }) =>
    revision === null ? [] : [{ ...rest, deployment, revision }],
  );
  const runs = known.find(({ primary }) => primary);
  if (to === null) {
    const stable = known.find(({ lastStable }) => lastStable);
    if (stable === undefined) throw noStableRevision(id, runs?.release ?? runs?.revision ?? null);
    return stable;
  }
  if (revisionText.test(to)) {
    const family = runs?.revision.split(':')[0];
    if (family !== undefined && !to.startsWith(`${family}:`)) throw revisionOfOtherFamily(id, to, family);
    const unknown = { revision: to, deployment: null, release: null, commit: null, at: null, end: null, images: [] };
    return known.find(({ revision }) => revision === to) ?? unknown;
  }
  const matching = known.filter((deployment) => isRelease(deployment, to));
  const found = matching.find(({ end }) => end === 'succeeded') ?? matching[0];
  if (found === undefined)
    throw versionNotDeployed(
      id,
      to,
      known.map(({ release }) => release),
    );
  return found;
}

/** By what the revision records or its images are tagged with; `v1.2.0` and `1.2.0` mean the same. */
function isRelease({ release, images }: Pick<PastDeployment, 'release' | 'images'>, to: string): boolean {
  const version = semanticVersion(to);
  return [release, ...images.map(({ tag }) => tag)].some(
    (name) => name !== null && (name === to || (version !== null && semanticVersion(name) === version)),
  );
}
