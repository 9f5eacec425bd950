import {
  isEarlier,
  type Json,
  type Plugin,
  plainLine,
  type Report,
  type RunEvent,
  type StepId,
  type StepReport,
  type TargetReport,
} from '@funade/core';

/** What each step handed on, by step id; a fold over the events of a run. */
export function stepOutputs(events: Iterable<RunEvent>): ReadonlyMap<StepId, Json> {
  const outputs = new Map<StepId, Json>();
  for (const event of events) if (event.type === 'step-succeeded') outputs.set(event.step, event.output);
  return outputs;
}

/** What is known of a run beside its report. */
export interface RunFacts {
  readonly outputs: ReadonlyMap<StepId, Json>;
  readonly plugins: readonly Plugin[];
}

/**
 * What state an interrupted run leaves the world in, a line per target that did not get through: which deployments go
 * on without us, and which services were not touched.
 */
export function renderInterruptedState(report: Report, facts: RunFacts): string {
  const lines = report.targets
    .filter((target) => target.outcome === 'cancelled' || target.outcome === 'skipped')
    .map((target) => `  ${target.id}: ${plainLine(stateOf(target, report, facts))}`);
  if (lines.length === 0) return '';
  return `interrupted; current state:\n${lines.join('\n')}\n`;
}

function stateOf(target: TargetReport, { steps, environment }: Report, facts: RunFacts): string {
  const own = steps.filter(({ phase, targets }) => !isEarlier(phase, 'register') && targets.includes(target.id));
  const changing = own.filter(({ effect }) => effect === 'changes');
  const command = (name: string): string => `\`funade ${name} ${environment} --service ${target.service}\``;
  const both = `${command('watch')} waits for it, ${command('abort')} rolls it back`;
  if (target.error?.goesOn === 'rollback') return `${target.error.message}; ${command('watch')} waits for it`;
  // A one-off task is no deployment: neither command finds it.
  if (target.error?.code === 'TASK_CANCELLED')
    return [target.error.message, target.error.hint].filter((text) => text !== null).join('; ');
  // The last step that knows says it: a wait that saw the end says that nothing does.
  const goingOn = own.flatMap((step) => goesOn(step, facts)).at(-1) ?? null;
  if (goingOn !== null) return `${goingOn}; ${both}`;
  if (target.error?.goesOn === 'deployment') return `${target.error.message}; ${both}`;
  const cutOff = changing.find(({ state }) => state === 'running' || state === 'failed');
  if (cutOff !== undefined)
    return `${cutOff.title} was interrupted; ${command('status')} shows whether ECS received it`;
  const done = own.filter(({ state }) => state === 'succeeded').map(({ title }) => title);
  const touched = changing.some(({ state }) => state === 'succeeded');
  const what = touched ? 'it was partly changed' : 'the service was not touched';
  return done.length === 0 ? what : `${what}; done: ${done.join(', ')}`;
}

/** What goes on by itself since a step succeeded, null for nothing; empty when the step does not know. */
function goesOn({ id, kind, state }: StepReport, { outputs, plugins }: RunFacts): readonly (string | null)[] {
  if (state !== 'succeeded') return [];
  const definition = plugins.flatMap(({ steps }) => steps).find((step) => step.kind === kind);
  return definition?.goesOn === undefined ? [] : [definition.goesOn(outputs.get(id) ?? null)];
}
