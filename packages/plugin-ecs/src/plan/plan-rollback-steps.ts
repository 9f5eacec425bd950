import { diffJson, type JsonObject, type Step, type StepId } from '@funade/core';
import { formatDuration } from '../model/duration.ts';
import { revisionName } from '../model/revision-name.ts';
import { mustForce } from '../service/service-settings.ts';
import { rolloutSteps } from './plan-rollout-steps.ts';
import type { TargetPlan } from './plan-target.ts';
import {
  expressStepId,
  identifyRollback,
  newRevisionName,
  output,
  placeOf,
  replacedBy,
  type StepNames,
  settingsIn,
  startedOf,
  startsDeployment,
} from './step-parts.ts';

/** Updates the service back to the revision that ran, and waits for that. */
export function planRollbackSteps(plan: TargetPlan, session: StepId): readonly Step[] {
  const { target, action, running, settings } = plan;
  if (action === 'register') return [];
  // ECS keeps a service of Express Mode at its least number of tasks, and deleting it cannot be undone.
  if (running === null) return plan.express === null ? planCreationRollback(plan, session) : [];
  const forward =
    plan.express !== null && action === 'deploy' ? expressStepId(plan) : (`ecs.update-service:${target.id}` as const);
  const paused = plan.stops.length > 0;
  // What somebody started before, ECS alone knows how to take back.
  if (action !== 'deploy' && Object.keys(settings.back).length === 0) {
    return paused ? byEcsSteps(plan, { session, forward, alone: true }) : [];
  }
  const revision = { path: 'taskDefinition', from: newRevisionName(plan), to: revisionName(running) };
  const update: Step = {
    ...identifyRollback('ecs.update-service', target.id),
    title: `roll back service ${target.options.service} to ${revisionName(running)}`,
    input: {
      ...placeOf(plan),
      taskDefinition: running,
      ...(mustForce(settings.back) ? { forceNewDeployment: true } : {}),
      ...settingsIn(settings.back),
      // Of what the forward steps started; of what ran before, where ECS has rolled back by itself.
      replaces: [output(forward, 'deploymentId'), ...(replacedBy(plan) ?? [])],
      whenMoved: 'superseded',
      onBusy: 'supersede',
    },
    needs: [session],
    after: [],
    changes: [...(action === 'deploy' ? [revision] : []), ...diffJson(settings.send, settings.back)],
    undoes: forward,
  };
  if (!startsDeployment(plan)) return [update];
  const budgetSeconds = plan.policy.steadySeconds;
  const policy = { ...plan.policy, budgetSeconds, until: 'steady', onFailure: 'leave', onCancel: 'leave' } as const;
  const byEcs = paused ? byEcsSteps(plan, { session, forward, alone: false }) : [];
  const before = byEcs.at(-1) ?? null;
  const ids: StepNames = { identify: identifyRollback, rollback: true };
  const waiting = rolloutSteps({ ...plan, references: {}, policy }, { session, update }, ids);
  const title = `wait for ${target.options.service} (up to ${formatDuration(budgetSeconds)})`;
  // There is no rollback from the rollback: what is under way there goes on, whatever becomes of this run.
  return [
    ...byEcs,
    { ...update, after: byEcs.map(({ id }) => id) },
    ...waiting.map((step) => ({
      ...step,
      undoes: forward,
      ...(step.kind === 'ecs.wait-for-rollout' ? { title } : {}),
      ...(before === null || !step.kind.startsWith('ecs.wait-for-')
        ? {}
        : { input: { ...(step.input as JsonObject), serves: output(before.id, 'serves') } }),
    })),
  ];
}

interface ByEcs {
  readonly session: StepId;
  /** The step that started the deployment. */
  readonly forward: StepId;
  /** Whether no update follows that would take back what ECS cannot. */
  readonly alone: boolean;
}

/** What is paused within its rollout ECS itself takes back best: production traffic may never have moved. */
function byEcsSteps(plan: TargetPlan, { session, forward, alone }: ByEcs): readonly Step[] {
  const { target, policy } = plan;
  const started = startedOf(forward);
  const stop: Step = {
    ...identifyRollback('ecs.roll-back-by-ecs', target.id),
    title: `let ECS roll back the deployment of ${target.options.service}, if it is in progress`,
    input: { ...placeOf(plan), started, ...(alone ? { alone } : {}) },
    needs: [session],
    after: [],
    changes: [],
    undoes: forward,
  };
  const wait: Step = {
    ...identifyRollback('ecs.wait-for-rollback', target.id),
    title: `wait until the previous version of ${target.options.service} is serving (up to ${formatDuration(policy.steadySeconds)})`,
    input: {
      ...placeOf(plan),
      aborted: started.deploymentId ?? null,
      how: output(stop.id, 'how'),
      ...startedOf(stop.id),
      budgetSeconds: policy.steadySeconds,
      planned: alone ? 'alone' : 'before-update',
    },
    needs: [stop.id],
    after: [],
    changes: [],
    undoes: forward,
  };
  return [stop, wait];
}

/** A service that was created is left without tasks: nothing is deleted. A daemon has no count to set. */
function planCreationRollback(plan: TargetPlan, session: StepId): readonly Step[] {
  const { target, settings } = plan;
  if (settings.send.schedulingStrategy === 'DAEMON') return [];
  const created: StepId = `ecs.create-service:${target.id}`;
  const update: Step = {
    ...identifyRollback('ecs.update-service', target.id),
    title: `scale service ${target.options.service} to 0 tasks`,
    input: {
      ...placeOf(plan),
      taskDefinition: output(created, 'taskDefinition'),
      settings: { desiredCount: 0 },
      replaces: [output(created, 'deploymentId')],
      whenMoved: 'superseded',
      onBusy: 'supersede',
    },
    needs: [session],
    after: [],
    changes: [{ path: 'desiredCount', from: settings.send.desiredCount ?? null, to: 0 }],
    undoes: created,
  };
  return [update];
}
