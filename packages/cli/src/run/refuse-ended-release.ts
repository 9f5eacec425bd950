import {
  type Environment,
  plainLine,
  type Release,
  type ReleaseEnd,
  releaseEnd,
  type TargetHistory,
} from '@funade/core';
import { releaseEnded } from '../model/errors.ts';
import { outcomeWord } from '../reporters/render-summary.ts';

/** Whose release is to be taken up. */
interface Wanted {
  readonly environment: Environment;
  readonly release: Release;
}

/** Of several ends the one that the exit code tells. */
const worstFirst: readonly ReleaseEnd['outcome'][] = ['failed', 'rolled-back', 'stopped', 'superseded'];

/**
 * Refuses to take up a release whose deployment has ended on a target in another way than well: to try again is another
 * decision. Throws `RELEASE_ENDED`.
 */
export function refuseEndedRelease(histories: readonly TargetHistory[], { environment, release }: Wanted): void {
  const ends = histories.flatMap((history) => releaseEnd(history, release) ?? []);
  const outcome = worstFirst.find((each) => ends.some((end) => end.outcome === each));
  if (outcome === undefined) return;
  const name = plainLine(release.tag ?? release.imageTag);
  throw releaseEnded(name, { environment: environment.name, outcome, ends: ends.map(endText).join('; ') });
}

function endText({ target, outcome, deployment, by }: ReleaseEnd): string {
  const { id, reason } = deployment;
  const why = by === null ? reason : `${by.id} of ${by.release ?? by.revision ?? 'another revision'} came after it`;
  return plainLine(`${target} ${outcomeWord(outcome)} (${id}${why === null ? '' : `: ${why}`})`);
}
