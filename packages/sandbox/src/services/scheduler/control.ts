import type { Invocation } from '../ecs/index.ts';
import type { SchedulerState } from './state.ts';

/** What a test may ask EventBridge Scheduler, beside its API. */
export interface SchedulerControl {
  /** What schedules have run or tried to run so far, oldest first. `schedule`: `group/name`. */
  invocations(schedule?: string): readonly Invocation[];
}

/** Makes the control of one state. `current` returns it, brought to the present time. */
export function createSchedulerControl(current: () => SchedulerState): SchedulerControl {
  return {
    invocations: (schedule) =>
      current().invocations.filter(({ source }) => schedule === undefined || source === schedule),
  };
}
