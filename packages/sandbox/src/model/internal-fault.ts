import { AwsFault } from './service.ts';

/** Any error as a refusal: what is none yet is a fault of the sandbox itself, told with its stack. */
export function internalFault(error: unknown): AwsFault {
  if (error instanceof AwsFault) return error;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsFault('InternalFailure', `the sandbox itself failed: ${what}`, 500);
}
