import { type JsonObject, type RunContext, resourceKey } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { useEcs } from '../api/ecs-client.ts';

const key = resourceKey<JsonObject>('ecs.task-definition');

/** A task definition by ARN, read once a command: revisions do not change. Throws what AWS refuses. */
export async function readDefinition(arn: string, context: RunContext): Promise<JsonObject> {
  return context.resources.use(key.of(arn), async () => {
    const { taskDefinition } = await describeTaskDefinition(await useEcs(context), arn, context);
    return taskDefinition;
  });
}
