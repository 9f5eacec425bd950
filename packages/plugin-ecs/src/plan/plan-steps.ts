import {
  diffJson,
  type Json,
  type JsonObject,
  type RevisionArtifact,
  ref,
  refsIn,
  type Step,
  type StepId,
  type TargetId,
} from '@funade/core';
import { formatDuration } from '../model/duration.ts';
import { revisionName } from '../model/revision-name.ts';
import { busyText, policyText } from '../rollout/rollout-policy.ts';
import { mustForce } from '../service/service-settings.ts';
import { type PlannedStop, stopStepIds } from './plan-stops.ts';
import type { TargetPlan } from './plan-target.ts';

/** The steps that the steps of a target stand on. */
export interface StepBase {
  /** Proves who we are. */
  readonly session: StepId;
  /** Registers the revision; null when one that is there is deployed. */
  readonly register: Step | null;
}

/** Registers the new revision of one or several targets. */
export function planRegisterStep(plans: readonly [TargetPlan, ...TargetPlan[]], session: StepId): Step {
  const [{ target, definition, changes }] = plans;
  return {
    ...identify('ecs.register-task-definition', target.id),
    phase: 'register',
    targets: plans.map((plan) => plan.target.id),
    title: `register task definition ${String(definition.family)}`,
    input: {
      definition,
      services: plans
        .filter(({ action }) => action !== 'register')
        .map((plan) => ({ ...placeOf(plan), replaces: replacedBy(plan) })),
    },
    needs: [session, ...new Set(refsIn(definition).map(({ $ref }) => $ref[0]))],
    after: [],
    changes,
  };
}

/** Updates the service and waits for the rollout. */
export function planSteps(plan: TargetPlan, { session, register }: StepBase): readonly Step[] {
  const { target, action, running, equal } = plan;
  if (action === 'register') return [];
  if (plan.express !== null && (action === 'deploy' || action === 'create')) {
    const step = expressStep(plan, { session, register });
    return [step, ...rolloutSteps(plan, { session, update: step })];
  }
  if (running === null) return planCreationSteps(plan, { session, register });
  const revision = { path: 'taskDefinition', from: revisionName(running), to: newRevisionName(plan) };
  const taskDefinition: Json = register === null ? (equal ?? running) : output(register.id, 'taskDefinitionArn');
  const update: Step = {
    ...identify('ecs.update-service', target.id),
    title:
      action === 'watch'
        ? `find the rollout of service ${target.options.service}`
        : `update service ${target.options.service}${busyText(plan.policy)}`,
    input: {
      ...placeOf(plan),
      taskDefinition,
      ...(action === 'redeploy' || mustForce(plan.settings.send) ? { forceNewDeployment: true } : {}),
      ...settingsIn(plan.settings.send),
      replaces: replacedBy(plan),
      ...turnOf(plan),
    },
    needs: register === null ? [session] : [session, register.id],
    after: [],
    // What a revision changes is told where it is registered, and here where it is there already.
    changes: [
      ...(action === 'deploy' ? [revision, ...(equal === null ? [] : plan.changes)] : []),
      ...diffJson(plan.settings.before, plan.settings.send),
      ...(mustForce(plan.settings.send) ? [{ path: 'forceNewDeployment', from: null, to: true }] : []),
    ],
  };
  return startsDeployment(plan) ? [update, ...rolloutSteps(plan, { session, update })] : [update];
}

/** The deployments that the plan stands on; null where there is no service yet. */
function replacedBy({ running, deployment }: TargetPlan): readonly string[] | null {
  if (running === null) return null;
  return deployment === null ? [] : [deployment];
}

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

/** The id of the step that makes or updates a service of Express Mode. */
export function expressStepId({ target, running }: Pick<TargetPlan, 'target' | 'running'>): StepId {
  return `ecs.${running === null ? 'create' : 'update'}-express-service:${target.id}`;
}

/** Makes or updates a service of Express Mode. */
function expressStep(plan: TargetPlan, { session, register }: StepBase): Step {
  const { target, running, equal, express } = plan;
  const { arn = null, members = {}, container = null } = express ?? {};
  const taskDefinition: Json =
    container !== null ? null : register === null ? (equal ?? running) : output(register.id, 'taskDefinitionArn');
  const { service } = target.options;
  const written = { ...placeOf(plan), taskDefinition, container, members };
  const sent: JsonObject =
    arn === null ? written : { ...written, serviceArn: arn, replaces: replacedBy(plan), ...turnOf(plan) };
  const revision = {
    path: 'taskDefinition',
    from: running === null ? null : revisionName(running),
    to: container === null ? newRevisionName(plan) : 'a new revision that ECS registers',
  };
  return {
    ...identify(arn === null ? 'ecs.create-express-service' : 'ecs.update-express-service', target.id),
    title:
      arn === null ? `create Express service ${service}` : `update Express service ${service}${busyText(plan.policy)}`,
    input: sent,
    needs: [
      ...new Set([session, ...(register === null ? [] : [register.id]), ...refsIn(sent).map(({ $ref }) => $ref[0])]),
    ],
    after: [],
    // What a revision changes is told where it is registered.
    changes: [revision, ...(register === null ? plan.changes : (express?.changes ?? []))],
  };
}

/** Creates the service and waits for its first rollout. */
function planCreationSteps(plan: TargetPlan, { session, register }: StepBase): readonly Step[] {
  const { target, equal, settings, changes } = plan;
  const { cluster, service } = placeOf(plan);
  const taskDefinition: Json = register === null ? equal : output(register.id, 'taskDefinitionArn');
  const create: Step = {
    ...identify('ecs.create-service', target.id),
    title: `create service ${service}`,
    input: { cluster, service, taskDefinition, settings: settings.send },
    needs: register === null ? [session] : [session, register.id],
    after: [],
    changes: [
      { path: 'taskDefinition', from: null, to: newRevisionName(plan) },
      ...(equal === null ? [] : changes),
      ...diffJson({}, settings.send),
    ],
  };
  return [create, ...rolloutSteps(plan, { session, update: create })];
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

function settingsIn(settings: JsonObject): JsonObject {
  return Object.keys(settings).length === 0 ? {} : { settings };
}

/** Whether the update of a target starts a rollout that is waited for. */
function startsDeployment({ action, settings }: TargetPlan): boolean {
  return action !== 'adjust' || settings.startsDeployment;
}

function newRevisionName({ equal, definition }: TargetPlan): string {
  return equal === null ? `${String(definition.family)} (new revision)` : revisionName(equal);
}

/** What a rollout is waited for with. */
interface Started {
  readonly session: StepId;
  /** The step that starts it. */
  readonly update: Step;
}

/** How the steps of a rollout are named, and whether they take one back. */
interface StepNames {
  identify(kind: string, target: TargetId): ReturnType<typeof identify>;
  readonly rollback: boolean;
}

const forwardNames: StepNames = { identify, rollback: false };

/** Waits for a rollout: until each of its stops, which another step lets it leave, and then as far as it is waited for. */
function rolloutSteps(plan: TargetPlan, started: Started, names: StepNames = forwardNames): readonly Step[] {
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

function startedOf(step: StepId): JsonObject {
  return {
    // Of a deployment that was joined it may be another revision that is the same.
    taskDefinition: output(step, 'taskDefinition'),
    deploymentId: output(step, 'deploymentId'),
    knownDeploymentIds: output(step, 'knownDeploymentIds'),
    createdAt: output(step, 'createdAt'),
    previousTaskDefinition: output(step, 'previousTaskDefinition'),
  };
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

/** What the update does when another deployment is in progress, and when the run is told to end while it starts. */
function turnOf({ policy: { onBusy, onCancel, steadySeconds } }: TargetPlan): JsonObject {
  return onBusy === 'wait' ? { onBusy, turnSeconds: steadySeconds, onCancel } : { onBusy, onCancel };
}

function identify(kind: string, target: TargetId): Pick<Step, 'id' | 'kind' | 'phase' | 'targets' | 'label'> {
  return { id: `${kind}:${target}`, kind, phase: 'rollout', targets: [target], label: target };
}

/** Steps of the rollback have ids of their own: they refer to what those of the forward steps returned. */
function identifyRollback(kind: string, target: TargetId): ReturnType<typeof identify> {
  return { ...identify(kind, target), id: `${kind}:rollback:${target}` };
}

function placeOf({ target: { options } }: TargetPlan): { readonly cluster: string; readonly service: string } {
  return { cluster: options.cluster, service: options.service ?? '' };
}

function output(step: StepId, name: string): Json {
  return ref(step, name) as unknown as Json;
}
