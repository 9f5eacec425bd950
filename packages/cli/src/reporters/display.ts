import type { Clock, ReportedRun, Reporter, RunEvent, RunnablePlan } from '@funade/core';
import type { Io, Output } from '../model/io.ts';
import type { Style } from '../render/style.ts';

/** Draws one pass over a plan while it goes on. The summary at its end is not its business. */
export interface Display {
  event(event: RunEvent): void;
  /** Ends the display; nothing is drawn afterwards. */
  end(): Promise<void>;
}

/** What displays are made from. */
export interface DisplayContext {
  readonly plan: RunnablePlan;
  /** Where progress goes. */
  readonly output: Output;
  readonly style: Style;
  readonly clock: Clock;
  readonly every: Io['every'];
}

/** A reporter that draws each pass over a plan with a display of its own. */
export function displayReporter(name: string, start: (run: ReportedRun) => Display): Reporter {
  let display: Display | null = null;
  return {
    name,
    start: (run) => {
      display = start(run);
    },
    event: (event) => display?.event(event),
    end: async () => {
      const ending = display;
      display = null;
      await ending?.end();
    },
  };
}
