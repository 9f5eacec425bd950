import { type Json, type JsonObject, ref, type Step, type StepId, type TargetId } from '@funade/core';
import { revisionName } from '../model/revision-name.ts';
import type { TargetPlan } from './plan-target.ts';

/** How the steps of a rollout are named, and whether they take one back. */
export interface StepNames {
  identify(kind: string, target: TargetId): ReturnType<typeof identify>;
  readonly rollback: boolean;
}

export const forwardNames: StepNames = { identify, rollback: false };

export function identify(kind: string, target: TargetId): Pick<Step, 'id' | 'kind' | 'phase' | 'targets' | 'label'> {
  return { id: `${kind}:${target}`, kind, phase: 'rollout', targets: [target], label: target };
}

/** Steps of the rollback have ids of their own: they refer to what those of the forward steps returned. */
export function identifyRollback(kind: string, target: TargetId): ReturnType<typeof identify> {
  return { ...identify(kind, target), id: `${kind}:rollback:${target}` };
}

export function placeOf({ target: { options } }: TargetPlan): { readonly cluster: string; readonly service: string } {
  return { cluster: options.cluster, service: options.service ?? '' };
}

export function startedOf(step: StepId): JsonObject {
  return {
    // Of a deployment that was joined it may be another revision that is the same.
    taskDefinition: output(step, 'taskDefinition'),
    deploymentId: output(step, 'deploymentId'),
    knownDeploymentIds: output(step, 'knownDeploymentIds'),
    createdAt: output(step, 'createdAt'),
    previousTaskDefinition: output(step, 'previousTaskDefinition'),
  };
}

export function output(step: StepId, name: string): Json {
  return ref(step, name) as unknown as Json;
}

/** The deployments that the plan stands on; null where there is no service yet. */
export function replacedBy({ running, deployment }: TargetPlan): readonly string[] | null {
  if (running === null) return null;
  return deployment === null ? [] : [deployment];
}

export function newRevisionName({ equal, definition }: TargetPlan): string {
  return equal === null ? `${String(definition.family)} (new revision)` : revisionName(equal);
}

export function settingsIn(settings: JsonObject): JsonObject {
  return Object.keys(settings).length === 0 ? {} : { settings };
}

/** Whether the update of a target starts a rollout that is waited for. */
export function startsDeployment({ action, settings }: TargetPlan): boolean {
  return action !== 'adjust' || settings.startsDeployment;
}

/** The id of the step that makes or updates a service of Express Mode. */
export function expressStepId({ target, running }: Pick<TargetPlan, 'target' | 'running'>): StepId {
  return `ecs.${running === null ? 'create' : 'update'}-express-service:${target.id}`;
}

/** What the update does when another deployment is in progress, and when the run is told to end while it starts. */
export function turnOf({ policy: { onBusy, onCancel, steadySeconds } }: TargetPlan): JsonObject {
  return onBusy === 'wait' ? { onBusy, turnSeconds: steadySeconds, onCancel } : { onBusy, onCancel };
}
