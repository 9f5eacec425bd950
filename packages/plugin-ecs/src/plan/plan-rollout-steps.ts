import { type JsonObject, type RevisionArtifact, refsIn, type Step, type StepId } from '@funade/core';
import { formatDuration } from '../model/duration.ts';
import { policyText } from '../rollout/rollout-policy.ts';
import { type PlannedStop, stopStepIds } from './plan-stops.ts';
import type { TargetPlan } from './plan-target.ts';
import { forwardNames, identify, output, placeOf, type StepNames, startedOf, startsDeployment } from './step-parts.ts';

/** What a rollout is waited for with. */
interface Started {
  readonly session: StepId;
  /** The step that starts it. */
  readonly update: Step;
}

/** Waits for a rollout: until each of its stops, which another step lets it leave, and then as far as it is waited for. */
export function rolloutSteps(plan: TargetPlan, started: Started, names: StepNames = forwardNames): readonly Step[] {
  const stops = plan.stops.flatMap((stop, index) => {
    const before = plan.stops[index - 1];
    const needs = before === undefined ? [] : [stopIdsOf(plan, before, names).resumes];
    return stopSteps(plan, stop, { started, names, needs, heard: heardIn(plan, before, names) });
  });
  const last = stops.at(-1);
  const wait = waitStep(plan, started, names);
  if (last === undefined) return [wait];
  const input = { ...(wait.input as JsonObject), ...heardIn(plan, plan.stops.at(-1), names) };
  return [...stops, { ...wait, input, needs: [...wait.needs, last.id] }];
}

/** Until when the wait for a stop has told the events of the service. */
function heardIn(plan: TargetPlan, stop: PlannedStop | undefined, names: StepNames): JsonObject {
  return stop === undefined ? {} : { heardUntil: output(stopIdsOf(plan, stop, names).reached, 'pausedAt') };
}

/** Rollbacks stop where every deployment of the service does, and go on at once. */
function stopIdsOf({ target }: TargetPlan, stop: PlannedStop, { rollback }: StepNames): ReturnType<typeof stopStepIds> {
  const { reached, resumes } = stopStepIds(target.id, stop);
  return rollback ? { reached: `${reached}:rollback`, resumes: `${resumes}:rollback` } : { reached, resumes };
}

function stopSteps(
  plan: TargetPlan,
  stop: PlannedStop,
  {
    started: { session, update },
    names,
    needs,
    heard,
  }: {
    readonly started: Started;
    readonly names: StepNames;
    readonly needs: readonly StepId[];
    readonly heard: JsonObject;
  },
): readonly Step[] {
  const { target, policy } = plan;
  const { stage, budgetSeconds } = stop;
  const { reached, resumes } = stopIdsOf(plan, stop, names);
  const { steadySeconds: rollbackSeconds, failFast, onFailure, onCancel } = policy;
  const pause: Step = {
    ...names.identify('ecs.wait-for-pause', target.id),
    id: reached,
    title: `wait until ${target.options.service} is paused at ${stage} (up to ${formatDuration(budgetSeconds)})`,
    input: {
      ...placeOf(plan),
      ...startedOf(update.id),
      ...heard,
      stage,
      warns: stop.used && !names.rollback,
      budgetSeconds,
      rollbackSeconds,
      failFast,
      onFailure,
      onCancel,
      ...(names.rollback ? { rollback: true } : {}),
    },
    needs: [session, update.id, ...needs],
    after: [],
    changes: [],
  };
  const proceed: Step = {
    ...names.identify('ecs.continue-service-deployment', target.id),
    id: resumes,
    title: `continue ${target.options.service} at ${stage}`,
    input: { serviceDeploymentArn: output(reached, 'serviceDeploymentArn'), hookId: output(reached, 'hookId') },
    needs: [session, reached],
    after: [],
    changes: [],
  };
  return [pause, proceed];
}

function waitStep(plan: TargetPlan, { session, update }: Started, names: StepNames): Step {
  const { target, references: images, policy } = plan;
  const { budgetSeconds, until, steadySeconds, failFast, settleSeconds, onFailure, onCancel } = policy;
  return {
    ...names.identify('ecs.wait-for-rollout', target.id),
    title: `wait for ${target.options.service} (${policyText(policy)})`,
    input: {
      ...placeOf(plan),
      ...startedOf(update.id),
      images,
      budgetSeconds,
      ...(until === 'steady' ? {} : { until, rollbackSeconds: steadySeconds }),
      failFast,
      settleSeconds,
      onFailure,
      onCancel,
      ...(names.rollback ? { rollback: true } : {}),
    },
    needs: [session, update.id, ...new Set(refsIn(images).map(({ $ref }) => $ref[0]))],
    after: [],
    changes: [],
  };
}

/** How a later step confirms that what the target's wait has proven still serves; nothing where nothing is waited for. */
export function servingProof(plan: TargetPlan): Pick<RevisionArtifact, 'confirm'> {
  if (plan.action === 'none' || plan.action === 'register' || !startsDeployment(plan)) return {};
  const wait = identify('ecs.wait-for-rollout', plan.target.id).id;
  const [deploymentId, taskDefinition] = [output(wait, 'deploymentId'), output(wait, 'taskDefinition')];
  return { confirm: { kind: 'ecs.confirm-serving', input: { ...placeOf(plan), deploymentId, taskDefinition } } };
}
