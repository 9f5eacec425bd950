import { interrupted, type Resources, signalExitCode } from '@funade/core';
import type { Io, SignalName } from './io.ts';

/** After the first signal everything has this long to stop by itself. */
const patienceMs = 5000;
/** After the second signal temporary things have this long to be removed. */
const hasteMs = 250;

/** What a command does about signals. */
export interface Interruption extends Disposable {
  /** Aborts at the first signal, with a `DeployError` of category `interrupted`. */
  readonly signal: AbortSignal;
  /** The first signal that came; null while none has. */
  readonly name: SignalName | null;
  /** Removes temporary things when the process must end before the command has. Runs once. */
  onExit(cleanUp: () => Promise<void>): void;
  /** Nothing of these secrets is in what is shown of the error that ends the command. */
  hide(secrets: Pick<Resources['secrets'], 'redact'>): void;
  /** The text without them. */
  redact(text: string): string;
  /** Says what is to be said when the process must end before the command has. */
  lastWords(say: () => void): void;
  /**
   * Runs code of the user's that may hold everything up, such as a loop without end. Until it is done a signal ends the
   * process by itself, as it would end a program that knows of none. Throws the reason when a signal came before.
   */
  exposed<Value>(work: () => Promise<Value>): Promise<Value>;
}

/**
 * Listens for signals: the first one stops the command cleanly, within five seconds; the second one ends the process at
 * once.
 */
export function listenForSignals(io: Io): Interruption {
  const controller = new AbortController();
  const cleanUps: (() => Promise<void>)[] = [];
  const hidden: Pick<Resources['secrets'], 'redact'>[] = [];
  let first: SignalName | null = null;
  let ending = false;
  let say: () => void = () => undefined;
  let stopPatience: () => void = () => undefined;

  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    say();
    const exit = (): void => io.exit(code);
    Promise.allSettled(cleanUps.map((cleanUp) => cleanUp())).then(exit);
    io.every(hasteMs, exit);
  };
  const onSignal = (name: SignalName): void => {
    if (first !== null) {
      end(signalExitCode(name));
      return;
    }
    first = name;
    controller.abort(interrupted(name));
    stopPatience = io.every(patienceMs, () => end(signalExitCode(name)));
  };
  let stopListening = io.onSignal(onSignal);
  return {
    signal: controller.signal,
    get name() {
      return first;
    },
    onExit: (cleanUp) => {
      cleanUps.push(cleanUp);
    },
    hide: (secrets) => {
      hidden.push(secrets);
    },
    redact: (text) => hidden.reduce((shown, secrets) => secrets.redact(shown), text),
    lastWords: (words) => {
      say = words;
    },
    async exposed(work) {
      controller.signal.throwIfAborted();
      stopListening();
      try {
        return await work();
      } finally {
        stopListening = io.onSignal(onSignal);
      }
    },
    [Symbol.dispose]() {
      stopListening();
      stopPatience();
    },
  };
}
