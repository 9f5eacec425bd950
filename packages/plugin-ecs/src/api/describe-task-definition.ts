import { sendRaw, translateError } from '@funade/aws';
import { isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import type { TaskDefinitionFacts } from '../model/facts.ts';
import { responseOnlyFields } from '../model/response-only-fields.ts';
import type { Ecs } from './ecs-client.ts';

/** Fields that only answers hold and plans read. */
const read: readonly string[] = ['revision', 'status', 'taskDefinitionArn'];

/** Fields that only ECS writes and no plan reads. */
const unread: ReadonlySet<string> = new Set(responseOnlyFields.filter((field) => !read.includes(field)));

/** Reads one task definition with its tags, losing nothing that the SDK does not know. */
export async function observeTaskDefinition(
  ecs: Ecs,
  taskDefinition: string,
  context: RunContext,
): Promise<TaskDefinitionFacts> {
  const { taskDefinition: described, tags } = await describeTaskDefinition(ecs, taskDefinition, context);
  return {
    taskDefinition: Object.fromEntries(Object.entries(described).filter(([field]) => !unread.has(field))),
    tags,
  };
}

/** The raw body of DescribeTaskDefinition for an ARN, a `family:revision`, or a family (its latest active revision). */
export async function describeTaskDefinition(
  { client, sdk }: Ecs,
  taskDefinition: string,
  context: RunContext,
): Promise<{ readonly taskDefinition: JsonObject; readonly tags: JsonObject[] }> {
  const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
  try {
    const { body } = await sendRaw(client, command, { signal: context.signal, exactNumbers: true });
    return {
      taskDefinition: isJsonObject(body.taskDefinition) ? body.taskDefinition : {},
      tags: Array.isArray(body.tags) ? body.tags.filter(isJsonObject) : [],
    };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeTaskDefinition', subject: taskDefinition });
  }
}
