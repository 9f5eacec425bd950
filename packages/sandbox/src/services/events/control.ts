import type { Invocation } from '../ecs/index.ts';
import type { EventsState } from './state.ts';

/** What a test may do to EventBridge, beside what its API allows. */
export interface EventsControl {
  /** What rules have run or tried to run so far, oldest first. */
  invocations(rule?: string): readonly Invocation[];
  /** Lets the next entries of PutTargets and RemoveTargets fail with these codes, one each. */
  failEntries(...codes: readonly string[]): void;
}

/** Makes the control of one state. `current` returns it, brought to the present time. */
export function createEventsControl(current: () => EventsState): EventsControl {
  return {
    invocations: (rule) => current().invocations.filter(({ source }) => rule === undefined || source === rule),
    failEntries: (...codes) => void current().entryFaults.push(...codes),
  };
}
