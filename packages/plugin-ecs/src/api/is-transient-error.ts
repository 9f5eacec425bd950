import type { DeployError } from '@funade/core';

/** Codes of errors that may be gone on the next attempt. */
const transient: ReadonlySet<string> = new Set(['AWS_THROTTLED', 'AWS_NETWORK', 'AWS_UNAVAILABLE', 'AWS_BAD_ANSWER']);

/** Whether a failed look is no reason to give up: throttling, a server's fault, or the network. */
export function isTransientError({ code }: DeployError): boolean {
  return transient.has(code);
}
