import { isJsonObject, type Json, type JsonObject } from '@funade/core/author';

/** `shop-api:12`, or `shop-api` where no number is named, of an ARN or of such a name. */
export function revisionName(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);
}

export function familyOf(taskDefinition: string): string {
  return revisionName(taskDefinition).split(':')[0] ?? '';
}

/** The target of a schedule; empty where there is none. */
export function targetIn(schedule: JsonObject | null): JsonObject {
  const { Target: target = null } = schedule ?? {};
  return isJsonObject(target) ? target : {};
}

/** Whether a target of EventBridge, or of its Scheduler, runs tasks of ECS. */
export function runsTasks(target: JsonObject): boolean {
  return revisionOf(target) !== null;
}

/**
 * The task definition that a target runs: in the parameters for ECS, or in the request that a universal target of the
 * Scheduler makes. Null: it runs none.
 */
export function revisionOf(target: JsonObject): string | null {
  if (isJsonObject(target.EcsParameters)) {
    const { TaskDefinitionArn: arn } = target.EcsParameters;
    return typeof arn === 'string' ? arn : null;
  }
  const request = universalRequest(target);
  const named = request === null ? undefined : request[memberOf(request)];
  return typeof named === 'string' ? named : null;
}

/** The ARN or name of the cluster that a target runs tasks in; null: it does not say. */
export function clusterOf(target: JsonObject): string | null {
  const request = universalRequest(target);
  const named = request === null ? target.Arn : (request.cluster ?? request.Cluster);
  return typeof named === 'string' ? named : null;
}

/** The same target with another task definition, everything else as it was. */
export function withRevision(target: JsonObject, taskDefinition: Json): JsonObject {
  const request = universalRequest(target);
  if (request === null) {
    const parameters = isJsonObject(target.EcsParameters) ? target.EcsParameters : {};
    return { ...target, EcsParameters: { ...parameters, TaskDefinitionArn: taskDefinition } };
  }
  return { ...target, Input: JSON.stringify({ ...request, [memberOf(request)]: taskDefinition }) };
}

/** `arn:aws:scheduler:::aws-sdk:ecs:runTask`, whose whole request is its input. */
const universal = /^arn:[^:]+:scheduler:::aws-sdk:ecs:runTask$/i;

function universalRequest({ Arn: arn, Input: input }: JsonObject): JsonObject | null {
  if (typeof arn !== 'string' || !universal.test(arn) || typeof input !== 'string') return null;
  try {
    const request: unknown = JSON.parse(input);
    return isJsonObject(request as Json) ? (request as JsonObject) : null;
  } catch {
    return null;
  }
}

/** As ECS spells it, or as the other services of the SDK do. */
function memberOf(request: JsonObject): string {
  return 'TaskDefinition' in request ? 'TaskDefinition' : 'taskDefinition';
}
