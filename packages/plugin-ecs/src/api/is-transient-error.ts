import type { DeployError } from '@funade/core';

/** Codes of errors that go away by themselves. */
const passing: ReadonlySet<string> = new Set(['AWS_THROTTLED', 'AWS_NETWORK', 'AWS_UNAVAILABLE', 'AWS_BAD_ANSWER']);

/** Whether a failed look is no reason to give up: throttling, a server's fault, or the network. */
export function isTransientError({ code }: DeployError): boolean {
  return passing.has(code);
}
