import type { Json, JsonObject, RunEvent, TargetId } from '@funade/core';
import type { ProcessRecord } from '../model/recording.ts';

type Succeeded = Extract<RunEvent, { readonly type: 'step-succeeded' }>;
type Failed = Extract<RunEvent, { readonly type: 'step-failed' }>;

/** What a step of a kind returned for a target, the last time; null when none succeeded. */
export function outputOf(record: ProcessRecord, kind: string, target: TargetId): JsonObject | null {
  const event = record.events.findLast(
    (each): each is Succeeded =>
      each.type === 'step-succeeded' && each.step.startsWith(`${kind}:`) && isOf(record, each.step, target),
  );
  return event === undefined ? null : (event.output as JsonObject);
}

/** The step of a target that failed, the last one; null when none did. */
export function failedStep(record: ProcessRecord, target: TargetId): Failed | null {
  return (
    record.events.findLast((each): each is Failed => each.type === 'step-failed' && isOf(record, each.step, target)) ??
    null
  );
}

function isOf({ plan }: ProcessRecord, id: string, target: TargetId): boolean {
  const rollback = plan !== null && 'rollback' in plan ? plan.rollback : [];
  const step = plan?.steps.find((each) => each.id === id) ?? rollback.find((each) => each.id === id);
  return step === undefined ? id.includes(`:${target}`) : step.targets.includes(target);
}

/** A member of an object as text; empty where there is none. */
export function text(value: Json | undefined, member: string): string {
  const found = (value as JsonObject | null | undefined)?.[member];
  return typeof found === 'string' ? found : '';
}

/** The members of an object under a name that are objects. */
export function objects(value: Json | undefined, member: string): readonly JsonObject[] {
  const found = (value as JsonObject | null | undefined)?.[member];
  return Array.isArray(found) ? (found as readonly JsonObject[]) : [];
}

/** The id that a deployment of a service and its service deployment share. */
export function deploymentIdOf(serviceDeployment: JsonObject): string {
  const arn = text(serviceDeployment.targetServiceRevision, 'arn');
  return `ecs-svc/${arn.slice(arn.lastIndexOf('/') + 1)}`;
}
