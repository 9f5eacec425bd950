import type { Broken } from '../model/broken.ts';
import type { Recording } from '../model/recording.ts';
import { checkAgain } from './check-again.ts';
import { checkJournals } from './check-journals.ts';
import { checkLimits } from './check-limits.ts';
import { checkRemovals } from './check-removals.ts';
import { checkReplacements } from './check-replacements.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkVerdicts } from './check-verdicts.ts';

/** What did not hold in a story. The last invariant, that it goes the same way again, needs a second recording. */
export function check(recording: Recording): readonly Broken[] {
  return [
    ...checkVerdicts(recording),
    ...checkReplacements(recording),
    ...checkAgain(recording),
    ...checkRemovals(recording),
    ...checkSecrets(recording),
    ...checkLimits(recording),
    ...checkJournals(recording),
  ];
}
