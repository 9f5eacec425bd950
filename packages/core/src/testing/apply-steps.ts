import type { RunEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import type { RunContext } from '../model/run-context.ts';
import type { Step, StepDefinition } from '../model/step.ts';
import { type ApplyOptions, applyPlan } from '../run/apply-plan.ts';
import { tellReporters } from '../run/tell-reporters.ts';
import { buildContext, buildPlan, buildPlugin } from './builders.ts';

export interface ApplyStepsOptions extends Partial<Omit<ApplyOptions, 'plugins' | 'reporters'>> {
  /** Told everything that happens. */
  readonly reporters?: readonly Reporter[];
  readonly definitions: readonly StepDefinition[];
  readonly signal?: AbortSignal;
  /** Told everything that happens. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** Applies a plan of these steps on a virtual clock, and says all that came of it. */
export async function applySteps(
  steps: readonly Step[],
  { definitions, signal, onEvent, reporters = [], ...options }: ApplyStepsOptions,
): Promise<{ readonly report: Report; readonly events: readonly RunEvent[]; readonly context: RunContext }> {
  const events: RunEvent[] = [];
  const context = buildContext(signal === undefined ? {} : { signal });
  const report = await applyPlan(buildPlan(steps), context, {
    plugins: [buildPlugin('test', { steps: definitions })],
    runId: 'run-1',
    ...options,
    reporters: tellReporters([
      {
        name: 'test',
        event(event) {
          events.push(event);
          onEvent?.(event);
        },
      },
      ...reporters,
    ]),
  });
  return { report, events, context };
}
