import type { JsonObject, PluginTarget, Warning } from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import type { ServiceFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { plainSecrets } from '../task-definition/plain-secrets.ts';
import { unknownFields } from '../task-definition/unknown-fields.ts';

/** What a person must know of a definition before it is registered. `name`: what it is made from. */
export function definitionWarnings(
  { id }: PluginTarget<EcsTargetOptions>,
  { name, definition }: { readonly name: string; readonly definition: JsonObject },
): readonly Warning[] {
  const subject = { targets: [id], label: id };
  const unknown = unknownFields(definition).map((field) => ({
    code: 'UNKNOWN_FIELD',
    ...subject,
    message: `task definition ${name} has a field that this version of Funade does not know: ${field}; it is sent as it is`,
  }));
  const plain = plainSecrets(definition).map(({ container, variables }) => ({
    code: 'PLAIN_SECRET',
    ...subject,
    message: `container ${container} has what looks like a secret in environment: ${variables.join(', ')}; name it under secrets, and keep the value in Secrets Manager or SSM`,
  }));
  const unfilled = placeholdersIn(definition).map(({ path, text }) => ({
    code: 'PLACEHOLDER',
    ...subject,
    message: `task definition ${name} has what looks like an unfilled placeholder at ${path}: ${text}`,
  }));
  return [...unknown, ...plain, ...unfilled];
}

/** That ECS may refuse the rollback. */
export function inactiveWarnings(
  { id }: PluginTarget<EcsTargetOptions>,
  { taskDefinition }: TaskDefinitionFacts,
): readonly Warning[] {
  if (taskDefinition.status !== 'INACTIVE') return [];
  const running = revisionName(String(taskDefinition.taskDefinitionArn));
  const message = `task definition ${running}, which ${id} runs, was deregistered: ECS may refuse to roll back to it`;
  return [{ code: 'TASK_DEFINITION_INACTIVE', targets: [id], label: id, message }];
}

/** That a written desired count and Application Auto Scaling undo each other. */
export function scalingWarnings(
  { id, options }: PluginTarget<EcsTargetOptions>,
  { scaling }: ServiceFacts,
): readonly Warning[] {
  // Where the config writes the limits, too, the count is not sent.
  if (scaling === null || options.settings?.desiredCount === undefined || options.settings.autoscaling !== undefined)
    return [];
  const message = `ecs.settings.desiredCount sets service ${options.service} to ${String(options.settings?.desiredCount)} tasks, although Application Auto Scaling keeps it between ${scaling.min} and ${scaling.max}: each overrides the other`;
  return [{ code: 'DESIRED_COUNT_SCALED', targets: [id], label: id, message }];
}
