import { readdirSync, readFileSync } from 'node:fs';

/** What was seen of the argument lists of every process on this machine. */
export interface SeenArguments extends Disposable {
  /** Whether any argument list held this text. */
  held(text: string): boolean;
}

/** Reads the argument list of every process every few milliseconds, until the scope ends. */
export function watchArguments(): SeenArguments {
  const seen = new Set<string>();
  const look = (): void => {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // The process has ended.
      }
    }
  };
  const timer = setInterval(look, 5);
  return {
    held: (text) => [...seen].some((line) => line.includes(text)),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
