import type { Clock, RunEvent, RunnablePlan } from '@funade/core';
import type { Io, Output } from '../model/io.ts';
import type { Style } from '../render/style.ts';

/** Shows a run while it goes on. The summary at its end is not its business. */
export interface Reporter {
  event(event: RunEvent): void;
  /** Ends the display; nothing is drawn afterwards. */
  end(): Promise<void>;
}

/** What reporters are made from. */
export interface ReporterContext {
  readonly plan: RunnablePlan;
  /** Where progress goes. */
  readonly output: Output;
  readonly style: Style;
  readonly clock: Clock;
  readonly every: Io['every'];
}
