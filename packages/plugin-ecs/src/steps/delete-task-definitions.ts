import { resourceName, translateError } from '@funade/aws';
import { defineStep, plainLine } from '@funade/core';
import { z } from 'zod';
import { useEcs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { oldRevisions } from './deregister-task-definitions.ts';
import { withoutUsed } from './without-used.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html */
const perCall = 10;

/** Deletes inactive revisions for good, ten to a call, at the rate of ECS. What ECS does not delete is said, and stays. */
export const deleteTaskDefinitions = defineStep({
  kind: 'ecs.delete-task-definitions',
  input: oldRevisions,
  output: z.object({ deleted: z.array(z.string()) }),
  effect: 'stores',
  async run(input, context) {
    const { client, sdk } = await useEcs(context);
    const deleted: string[] = [];
    for (const group of inGroups(await withoutUsed({ client, sdk }, input, context), perCall)) {
      try {
        const command = new sdk.DeleteTaskDefinitionsCommand({ taskDefinitions: [...group] });
        const { taskDefinitions = [], failures = [] } = await client.send(command, { abortSignal: context.signal });
        deleted.push(...taskDefinitions.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []).map(resourceName));
        for (const { arn = '', reason = 'no reason given' } of failures) {
          context.warn(`${resourceName(arn)} was not deleted: ${plainLine(reason)}`);
        }
      } catch (error) {
        context.signal.throwIfAborted();
        throw translateError(error, { operation: 'ecs:DeleteTaskDefinitions', subject: input.family });
      }
      context.progress(`${deleted.length}/${input.revisions.length} deleted`, { deleted: deleted.length });
    }
    return { deleted };
  },
});
