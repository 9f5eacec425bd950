import { isDeployError, type StepContext } from '@funade/core';

/** What `act` gives; where it fails and that is tolerated, `otherwise`, and a warning with what shows the cause. */
export async function tolerate<T>(
  { tolerated, otherwise, act }: { readonly tolerated: boolean; readonly otherwise: T; act(): Promise<T> },
  context: StepContext,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!tolerated || context.signal.aborted || !isDeployError(error)) throw error;
    const hint = error.hint === null ? '' : `; ${error.hint}`;
    context.warn(`${error.message} (${error.code})${hint}`);
    for (const line of error.evidence) context.output(line);
    return otherwise;
  }
}
