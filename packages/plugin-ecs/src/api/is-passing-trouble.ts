import type { DeployError } from '@funade/core';

/** Codes of errors that go away by themselves. */
const passing: ReadonlySet<string> = new Set(['AWS_THROTTLED', 'AWS_NETWORK', 'AWS_UNAVAILABLE', 'AWS_BAD_ANSWER']);

/** How long a wait bears them. */
export const bearableSilenceSeconds = 120;

/** Whether a failed look is no reason to give up yet: throttling, a server's fault or the network, and not for too long. */
export function isPassingTrouble(error: DeployError, silentSeconds: number): boolean {
  return passing.has(error.code) && silentSeconds < bearableSilenceSeconds;
}
