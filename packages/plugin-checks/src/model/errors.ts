import { DeployError, formatDuration } from '@funade/core';
import type { BadSighting } from './sighting.ts';

/** A check over HTTP that did not see what was expected. */
export interface FailedCheck {
  /** The address, without its query. */
  readonly url: string;
  readonly last: BadSighting;
  readonly attempts: number;
  readonly seconds: number;
  /** Expected answers in a row at the end, and how many were needed. */
  readonly good: number;
  readonly consecutive: number;
  /** What becomes of the rollout that waits for it. Absent: nothing is to be said. */
  readonly otherwise?: string | undefined;
}

/** The expected answer did not come in time; `last` is what was seen last. */
export function checkFailed({ url, last, attempts, seconds, good, consecutive, otherwise }: FailedCheck): DeployError {
  const tries = `${attempts} ${attempts === 1 ? 'request' : 'requests'} in ${formatDuration(seconds)}`;
  const what =
    good === 0
      ? last.text
      : `only the last ${good === 1 ? 'answer was' : `${good} answers were`} as expected, ${consecutive} in a row are needed; before, ${last.text}`;
  return new DeployError('CHECK_FAILED', `${url}: ${what} (${tries})`, {
    details: { url, cause: last.cause, seen: last.text, attempts, good, consecutive },
    hint: withOtherwise(last.hint, otherwise),
    evidence: last.evidence,
  });
}

function withOtherwise(hint: string, otherwise: string | undefined): string {
  return otherwise === undefined ? hint : `${hint}; ${otherwise}`;
}

/** How a command that checks went wrong. */
export interface FailedCommand {
  readonly command: readonly string[];
  readonly cause: 'exit-code' | 'signal' | 'timeout' | 'not-found';
  /** `exit code 1`, `SIGKILL`. */
  readonly how: string;
  readonly timeoutSeconds: number;
  readonly lines: readonly string[];
  /** What becomes of the rollout that waits for it. Absent: nothing is to be said. */
  readonly otherwise?: string | undefined;
}

/** A command that checks ended otherwise than with exit code 0. */
export function commandFailed({ command, cause, how, timeoutSeconds, lines, otherwise }: FailedCommand): DeployError {
  const [program = ''] = command;
  const text = {
    'exit-code': `ended with ${how}`,
    signal: `was ended by ${how}`,
    timeout: `did not end within ${formatDuration(timeoutSeconds)} and was ended`,
    'not-found': 'was not found',
  }[cause];
  const hint = {
    'exit-code': 'its last lines are above',
    signal: 'its last lines are above',
    timeout: 'set timeout if it may take longer',
    'not-found': `is ${JSON.stringify(program)} installed on the machine that deploys? no shell reads the command: write ["sh", "-c", "…"] for one`,
  }[cause];
  return new DeployError('CHECK_FAILED', `${command.join(' ')} ${text}`, {
    details: { command, cause, how },
    hint: withOtherwise(hint, otherwise),
    evidence: lines,
  });
}

/** A variable that a check needs is not set. */
export const variableUnset = (name: string): DeployError =>
  new DeployError('CHECK_VARIABLE_UNSET', `the variable ${name} is not set, and a check sends it as a header`, {
    category: 'usage',
    details: { name },
    hint: `set ${name} for the job that deploys`,
  });

/** A variable that a check needs holds what no header may have. */
export const variableUnfit = (name: string): DeployError =>
  new DeployError('CHECK_VARIABLE_UNFIT', `the value of ${name} has characters that no header may have`, {
    category: 'usage',
    details: { name },
    hint: `a line break at its end is the usual one: printf %s instead of echo`,
  });
