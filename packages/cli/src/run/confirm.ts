import { type Environment, isRollback, type Plan, plainLine } from '@funade/core';
import { aborted, confirmNeedsTerminal } from '../model/errors.ts';
import type { Io } from '../model/io.ts';

/** Asks before a plan is run, as `ask` does. */
export async function confirm(plan: Plan, saying: Saying, io: Io): Promise<void> {
  const { environment, release, revisions } = plan;
  const goesBack = isRollback(plan);
  const name = plainLine(release.tag ?? (revisions === undefined ? release.imageTag : ''));
  const question = goesBack
    ? `roll back ${name === '' ? '' : `to ${name} `}in ${environment.name}`
    : `deploy ${name === '' ? 'earlier revisions' : name} to ${environment.name}`;
  const otherwise = goesBack ? 'not rolled back in' : 'not deployed to';
  await ask(environment, { ...saying, question, otherwise }, io);
}

/** What was said beforehand. */
export interface Saying {
  readonly yes: boolean;
  readonly signal: AbortSignal;
}

/** What is asked. */
export interface Question extends Saying {
  /** Without the account and the question mark. */
  readonly question: string;
  /** What did not happen when the answer is no, up to the environment's name. */
  readonly otherwise: string;
}

/**
 * Asks for confirmation where the environment requires it and `--yes` was not passed.
 * Throws `CONFIRM_NEEDS_TERMINAL` where nobody can be asked and `ABORTED` when the answer is not yes.
 */
export async function ask(
  environment: Environment,
  { yes, signal, question, otherwise }: Question,
  io: Io,
): Promise<void> {
  if (!environment.confirm || yes) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) throw confirmNeedsTerminal(environment.name);
  io.stderr.write(`${question} (account ${environment.account})? [y/N] `);
  const answer = await io.stdin.readLine(signal).catch((error: unknown) => {
    io.stderr.write('\n');
    throw error;
  });
  if (answer === null) io.stderr.write('\n');
  if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw aborted(environment.name, otherwise);
}
