import type { RunEvent } from '../model/event.ts';
import type { Step, StepDefinition } from '../model/step.ts';
import type { World } from '../model/world.ts';
import { type ApplyOptions, applyPlan } from '../run/apply-plan.ts';
import type { Report } from '../run/report.ts';
import { buildPlan, buildPlugin, buildWorld } from './builders.ts';

export interface ApplyStepsOptions extends Partial<Omit<ApplyOptions, 'plugins'>> {
  readonly definitions: readonly StepDefinition[];
  readonly signal?: AbortSignal;
}

/** Applies a plan of these steps on a virtual clock, and says all that came of it. */
export async function applySteps(
  steps: readonly Step[],
  { definitions, signal, onEvent, ...options }: ApplyStepsOptions,
): Promise<{ readonly report: Report; readonly events: readonly RunEvent[]; readonly world: World }> {
  const events: RunEvent[] = [];
  const world = buildWorld(signal === undefined ? {} : { signal });
  const report = await applyPlan(buildPlan(steps), world, {
    plugins: [buildPlugin('test', { steps: definitions })],
    runId: 'run-1',
    ...options,
    onEvent(event) {
      events.push(event);
      onEvent?.(event);
    },
  });
  return { report, events, world };
}
