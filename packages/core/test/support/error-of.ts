import { type DeployError, isDeployError } from '../../src/model/error.ts';

/** The `DeployError` that this fails with; anything else thrown, or nothing, fails the test. */
export async function errorOf(run: () => unknown): Promise<DeployError> {
  try {
    await run();
  } catch (error) {
    if (isDeployError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** An error as it is pinned in tests. */
export async function told(run: () => unknown): Promise<string> {
  const { code, category, message, hint } = await errorOf(run);
  return `${code} (${category})\n${message}${hint === null ? '' : `\n→ ${hint}`}`;
}
