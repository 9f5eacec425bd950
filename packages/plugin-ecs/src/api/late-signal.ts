import type { RunContext } from '@funade/core';

/** A run that was told to end has about so long, in milliseconds, before it is killed. */
const haste = 2_000;

/** A signal for what may still be done while a run ends. */
export interface LateSignal extends Disposable {
  readonly signal: AbortSignal;
}

/** Aborts two seconds after the run's own signal, so that a call which changes something gets its answer. */
export function lateSignal({ clock, signal }: Pick<RunContext, 'clock' | 'signal'>): LateSignal {
  const late = new AbortController();
  const done = new AbortController();
  const begin = (): void => {
    clock.sleep(haste, { signal: done.signal }).then(
      () => late.abort(signal.reason),
      () => {},
    );
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true, signal: done.signal });
  return { signal: late.signal, [Symbol.dispose]: () => done.abort() };
}
