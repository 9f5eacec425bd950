import { isAwsError } from '@funade/aws';
import { isDeployError, type PluginRequest, type RunContext, type TargetId } from '@funade/core';
import { observeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { revisionNotThere } from '../model/rollback-errors.ts';

/**
 * Reads the revisions that targets go back to, and those that they run: nothing else takes part.
 *
 * @throws `REVISION_NOT_FOUND` and what AWS refuses
 */
export async function observeRevisions(
  ecs: Ecs,
  {
    revisions,
    services,
  }: {
    readonly revisions: NonNullable<PluginRequest['revisions']>;
    readonly services: ReadonlyMap<TargetId, ServiceFacts | null>;
  },
  context: RunContext,
): Promise<Omit<EcsFacts, 'services' | 'deregistration'>> {
  const running = [...services.values()].flatMap((service) => service?.taskDefinition ?? []);
  const wanted = Object.entries(revisions).map(async ([target, { revision }]) => {
    try {
      return await observeTaskDefinition(ecs, revision, context);
    } catch (error) {
      if (!isDeployError(error) || !isAwsError(error.cause, 'ClientException')) throw error;
      throw revisionNotThere(target as TargetId, revision);
    }
  });
  const described: readonly TaskDefinitionFacts[] = await settleAll([
    ...wanted,
    ...[...new Set(running)].map((arn) => observeTaskDefinition(ecs, arn, context)),
  ]);
  const byArn = described.map((facts) => [String(facts.taskDefinition.taskDefinitionArn), facts] as const);
  return { taskDefinitions: Object.fromEntries(byArn), revisions: {}, sources: {} };
}
