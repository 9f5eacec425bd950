import type { Interruption } from '../model/interruption.ts';

/**
 * Follows something that has no end: Ctrl-C is how a person ends it, and nothing has failed then (0). Other signals, and whatever
 * is thrown for another reason, stay what they are.
 */
export async function untilInterrupted(interruption: Interruption, follow: () => Promise<void>): Promise<number> {
  try {
    await follow();
    return 0;
  } catch (error) {
    if (interruption.name === 'SIGINT' && interruption.signal.aborted) return 0;
    throw error;
  }
}
