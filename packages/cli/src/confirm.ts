import type { Plan } from '@funade/core';
import { aborted, confirmNeedsTerminal } from './errors.ts';
import type { Io } from './io.ts';

/**
 * Asks a person to say yes where the plan's environment wants that and `--yes` has not said it.
 * Throws `CONFIRM_NEEDS_TERMINAL` where nobody can be asked and `ABORTED` when the answer is not yes.
 */
export async function confirm(
  { environment, release }: Plan,
  { yes, signal }: { readonly yes: boolean; readonly signal: AbortSignal },
  io: Io,
): Promise<void> {
  if (!environment.confirm || yes) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) throw confirmNeedsTerminal(environment.name);
  const what = release.tag ?? release.imageTag;
  io.stderr.write(`deploy ${what} to ${environment.name} (account ${environment.account})? [y/N] `);
  const answer = await io.stdin.readLine(signal);
  if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw aborted(environment.name);
}
