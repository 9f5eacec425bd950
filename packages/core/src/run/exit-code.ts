import type { ErrorCategory, ErrorInfo } from '../model/error.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Report } from '../model/report.ts';

const ofOutcome: Readonly<Record<Outcome, number>> = {
  succeeded: 0,
  unchanged: 0,
  'in-progress': 0,
  failed: 1,
  skipped: 1,
  'rolled-back': 3,
  superseded: 4,
  stopped: 5,
  'timed-out': 6,
  paused: 7,
  // A signal's own code comes before this one.
  cancelled: 1,
};

const ofCategory: Readonly<Record<ErrorCategory, number>> = {
  failed: 1,
  internal: 1,
  usage: 2,
  refused: 8,
  interrupted: 130,
};

/** Shells add the signal's number to 128. */
const ofSignal: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** The exit code of a command that a signal ended. */
export function signalExitCode(signal: string): number {
  return ofSignal[signal] ?? 130;
}

/** The exit code of a command that an error ended before anything ran. */
export function errorExitCode(error: Pick<ErrorInfo, 'category'>, outcome: Outcome | null = null): number {
  if (error.category === 'failed' && outcome !== null) return ofOutcome[outcome];
  return ofCategory[error.category];
}

/**
 * The exit code of a run: that of its worst target, or of the signal that interrupted it. Where a rule or a wrong
 * config ended it before anything was changed that runs, it is the code that promises just that.
 */
export function reportExitCode(report: Report): number {
  if (report.interrupted !== null) return signalExitCode(report.interrupted);
  return unchangedBecause(report) ?? ofOutcome[report.outcome];
}

/**
 * What a step has stored, such as an image, nothing runs as long as no step that changes something has succeeded. What is done
 * at the end, however it came out, does not count.
 */
function unchangedBecause({ outcome, steps }: Report): number | null {
  if (ofOutcome[outcome] !== 1) return null;
  const categories = new Set(steps.flatMap(({ error }) => error?.category ?? []));
  const [category] = categories;
  if (categories.size !== 1 || (category !== 'refused' && category !== 'usage')) return null;
  const changed = steps.some(
    ({ effect, phase, state }) => state === 'succeeded' && effect === 'changes' && phase !== 'finish',
  );
  return changed ? null : ofCategory[category];
}
