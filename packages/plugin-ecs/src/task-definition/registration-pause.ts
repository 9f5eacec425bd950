/** Attempts to register one definition. */
const mostAttempts = 5;

/**
 * Milliseconds to wait before a definition is registered again: doubles from half a second, with jitter, so that callers
 * who met do not meet again; null: give up. `attempts`: how many have failed so far. `chance`: from 0 to 1.
 */
export function registrationPause(attempts: number, chance: number): number | null {
  return attempts >= mostAttempts ? null : 500 * 2 ** (attempts - 1) * (0.5 + chance);
}
