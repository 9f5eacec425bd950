import { type Json, plainLine, type Report, type RunEvent, type StepId, type TargetReport } from '@funade/core';

/** Steps after which AWS goes on by itself, whether we look on or not. */
const goesOn: readonly string[] = ['ecs.update-service', 'ecs.create-service'];

/** Codes of waits that were interrupted: what was watched goes on, or is being taken back as the config wants it. */
const watched = 'WATCH_INTERRUPTED';
const takenBack = 'ROLLBACK_REQUESTED';

/** What each step handed on, by step id; a fold over the events of a run. */
export function stepOutputs(events: Iterable<RunEvent>): ReadonlyMap<StepId, Json> {
  const outputs = new Map<StepId, Json>();
  for (const event of events) if (event.type === 'step-succeeded') outputs.set(event.step, event.output);
  return outputs;
}

/**
 * What state an interrupted run leaves the world in, a line per target that did not get through: which deployments go
 * on without us, and which services were not touched.
 */
export function renderWorldState(report: Report, outputs: ReadonlyMap<StepId, Json>): string {
  const lines = report.targets
    .filter((target) => target.outcome === 'cancelled' || target.outcome === 'skipped')
    .map((target) => `  ${target.id}: ${plainLine(stateOf(target, report, outputs))}`);
  if (lines.length === 0) return '';
  return `what was interrupted, and how it stands:\n${lines.join('\n')}\n`;
}

function stateOf(target: TargetReport, { steps, environment }: Report, outputs: ReadonlyMap<StepId, Json>): string {
  const own = steps.filter((step) => step.subject.type === 'service' && step.subject.name === target.id);
  const update = own.find((step) => goesOn.includes(step.kind));
  const command = (name: string): string => `\`funade ${name} ${environment} --service ${target.service}\``;
  const both = `${command('watch')} waits for it, ${command('abort')} takes it back`;
  if (target.error?.code === takenBack) return `${target.error.message}; ${command('watch')} waits for it`;
  if (update?.state === 'succeeded') {
    const output = outputs.get(update.id);
    const id = isRecord(output) && typeof output.deploymentId === 'string' ? ` ${output.deploymentId}` : '';
    return `deployment${id} was started and goes on without us; ${both}`;
  }
  if (update !== undefined && (update.state === 'running' || update.state === 'failed')) {
    return `${update.title} was cut off; ${command('status')} says whether it arrived`;
  }
  if (target.error?.code === watched) return `${target.error.message}; ${both}`;
  const done = own.filter((step) => step.state === 'succeeded').map((step) => step.title);
  return done.length === 0 ? 'the service was not touched' : `the service was not touched; done: ${done.join(', ')}`;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
