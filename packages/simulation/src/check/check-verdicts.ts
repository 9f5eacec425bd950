import type { TargetReport } from '@funade/core';
import type { Broken } from '../model/broken.ts';
import type { ProcessRecord, Recording, ServiceSight } from '../model/recording.ts';
import { effectsOf } from './effects-of.ts';
import { deploymentIdOf, failedStep, objects, outputOf, text } from './steps-of.ts';

/** The first invariant: an exit code says the truth at the moment of the verdict. */
export function checkVerdicts(recording: Recording): readonly Broken[] {
  return recording.processes.flatMap((record) => {
    const told = (rule: string, what: string): Broken => ({ invariant: 1, rule, text: what, process: record.id });
    return [
      ...internalFaults(record).map((what) => told('no fault of the engine itself', what)),
      ...(record.report?.targets ?? []).flatMap((target) =>
        faultsOf(record, target, recording).map((what) =>
          told(`${target.outcome} means what it says`, `${target.id}: ${what}`),
        ),
      ),
      ...imageFaults(record, recording).map((what) => told('what the plan named is what runs', what)),
      ...taskFaults(record, recording).map((what) => told('a task that failed is no success', what)),
      ...codeFaults(record, recording).map((what) => told('an exit code means what the README says', what)),
    ];
  });
}

function internalFaults({ error, report, said }: ProcessRecord): readonly string[] {
  const steps = (report?.steps ?? []).flatMap((step) => step.error ?? []);
  return [...(error === null ? [] : [error]), ...steps]
    .filter(({ category }) => category === 'internal')
    .map(({ message }) => `${message} ${said.slice(-1).join('')}`);
}

/** One-off tasks that have failed and whose steps say that they went well. */
function taskFaults({ events, command }: ProcessRecord, { tasks }: Recording): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'step-succeeded' || !event.step.startsWith('ecs.wait-for-task:')) return [];
    if (text(event.output, 'state') !== 'succeeded') return [];
    const run = event.step.replace('ecs.wait-for-task:', 'ecs.run-task:');
    const started = events.findLast((other) => other.type === 'step-succeeded' && other.step === run);
    const id = started?.type === 'step-succeeded' ? text(started.output, 'taskId') : '';
    const task = tasks[command.environment]?.find(({ taskArn }) => id !== '' && String(taskArn).endsWith(`/${id}`));
    const codes = objects(task, 'containers').map(({ exitCode }) => exitCode ?? null);
    return codes.every((code) => code === 0) ? [] : [`${event.step}: its containers ended with ${codes.join(', ')}`];
  });
}

function faultsOf(record: ProcessRecord, target: TargetReport, recording: Recording): readonly string[] {
  const { id, outcome } = target;
  const failed = failedStep(record, id);
  const waited = outputOf(record, 'ecs.wait-for-rollout', id);
  const started = outputOf(record, 'ecs.update-service', id) ?? outputOf(record, 'ecs.create-service', id);
  switch (outcome) {
    case 'succeeded': {
      if (waited === null || waited.goesOn !== undefined) return [];
      const sight = sightAt(record, `ecs.wait-for-rollout:${id}`);
      if (sight === null) return [];
      return successFaults(sight, {
        deployment: text(waited, 'deploymentId'),
        revision: text(waited, 'taskDefinition'),
      });
    }
    case 'rolled-back': {
      const sight = failed === null ? null : sightAt(record, failed.step);
      const wanted = text(started, 'taskDefinition') || text(started, 'taskDefinitionArn');
      const primary = primaryOf(sight);
      if (primary === null || wanted === '' || record.command.command !== 'deploy') return [];
      if (record.report?.rollback !== undefined) return [];
      return primary.taskDefinition === wanted && text(started, 'deploymentId') === primary.id
        ? [`${wanted} still is the primary deployment, ${primary.id}`]
        : [];
    }
    case 'superseded': {
      const sight = failed === null ? null : sightAt(record, failed.step);
      const primary = primaryOf(sight);
      const own = text(started, 'deploymentId');
      return primary !== null && own !== '' && own === primary.id && statusOf(sight, own) !== 'SUCCESSFUL'
        ? [`its own deployment ${own} is the primary one`]
        : [];
    }
    case 'paused': {
      const sight = failed === null ? null : sightAt(record, failed.step);
      const current = sight?.deployments[0];
      const hooks = objects(current, 'lifecycleHookDetails');
      return current !== undefined && !hooks.some(({ status }) => status === 'AWAITING_ACTION')
        ? [`no hook of ${deploymentIdOf(current)} awaits an action`]
        : [];
    }
    default:
      return recording === null ? ['there is no recording'] : [];
  }
}

function successFaults(
  sight: ServiceSight,
  { deployment, revision }: { readonly deployment: string; readonly revision: string },
): readonly string[] {
  const primary = primaryOf(sight);
  const status = statusOf(sight, deployment);
  if (status !== 'SUCCESSFUL') return [`its deployment ${deployment} is ${status}`];
  const deployments = objects(sight.seen ?? undefined, 'deployments');
  const own = deployments.find(({ id }) => id === deployment);
  if (own !== undefined && own.taskDefinition !== revision)
    return [`${deployment} runs ${String(own.taskDefinition)}, not ${revision}`];
  if (primary === null) return ['the service is gone'];
  if (primary.id === deployment && primary.rolloutState !== 'COMPLETED')
    return [`${deployment} is ${String(primary.rolloutState)}`];
  return [];
}

/** Tasks of a deployment that was said to be done which run an image that its plan knows nothing of. */
function imageFaults({ report, plan, command, ...record }: ProcessRecord, { tasks }: Recording): readonly string[] {
  if (plan === null || !('facts' in plan) || command.command !== 'deploy') return [];
  const known = JSON.stringify(plan.facts);
  return (report?.targets ?? []).flatMap(({ id, outcome }) => {
    const waited = outputOf({ report, plan, command, ...record }, 'ecs.wait-for-rollout', id);
    if (outcome !== 'succeeded' || waited === null || waited.goesOn !== undefined) return [];
    return (tasks[command.environment] ?? [])
      .filter((task) => task.startedBy === waited.deploymentId)
      .flatMap((task) => objects(task, 'containers'))
      .filter(({ imageDigest }) => typeof imageDigest === 'string' && !known.includes(imageDigest))
      .map(({ image, imageDigest }) => `${id} runs ${String(imageDigest)} as ${String(image)}`);
  });
}

function sightAt(record: ProcessRecord, step: string): ServiceSight | null {
  return record.verdicts.get(step) ?? [...record.verdicts].find(([id]) => id.startsWith(step))?.[1] ?? null;
}

function primaryOf(sight: ServiceSight | null) {
  return objects(sight?.seen ?? undefined, 'deployments').find(({ status }) => status === 'PRIMARY') ?? null;
}

function statusOf(sight: ServiceSight | null, deployment: string): string {
  return (
    text(
      sight?.deployments.find((each) => deploymentIdOf(each) === deployment),
      'status',
    ) || 'not there'
  );
}

const codes: Readonly<Record<string, number>> = {
  succeeded: 0,
  unchanged: 0,
  'in-progress': 0,
  failed: 1,
  skipped: 1,
  cancelled: 1,
  'rolled-back': 3,
  superseded: 4,
  stopped: 5,
  'timed-out': 6,
  paused: 7,
};

/** The table of the README, once more. */
function codeFaults(record: ProcessRecord, recording: Recording): readonly string[] {
  const { code, report, error, killed, signalled } = record;
  if (killed && code === null) return [];
  if (code === null) return ['it ended without an exit code'];
  if (signalled) {
    // A signal that comes when everything is done is too late to change how it ended.
    const done = report !== null && report.interrupted === null;
    return code === 143 || done ? [] : [`after SIGTERM the code is ${code}`];
  }
  if (code === 2 || code === 8) {
    const effects = effectsOf(record, recording);
    return effects.length > 0 ? [`the code is ${code} although it has sent ${effects.join(', ')}`] : [];
  }
  if (report === null) return error === null || code !== 0 ? [] : ['the code is 0 after an error'];
  const worst = report.targets.map(({ outcome }) => codes[outcome] ?? 1);
  if (code === 0)
    return worst.some((each) => each !== 0) ? [`the code is 0 with outcomes ${outcomesOf(report.targets)}`] : [];
  return worst.includes(code) ? [] : [`the code is ${code} with outcomes ${outcomesOf(report.targets)}`];
}

function outcomesOf(targets: readonly TargetReport[]): string {
  return targets.map(({ id, outcome }) => `${id} ${outcome}`).join(', ');
}
