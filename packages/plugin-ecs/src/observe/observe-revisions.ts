import { isAwsError } from '@funade/aws';
import { isDeployError, type PluginRequest, type RunContext, type TargetId } from '@funade/core';
import { observeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listRevisions } from '../api/list-revisions.ts';
import { settleAll } from '../api/settle-all.ts';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { familyOf } from '../model/revision-name.ts';
import { revisionNotThere } from '../model/rollback-errors.ts';
import { searchDepth } from '../task-definition/search-depth.ts';

/**
 * Reads the revisions that targets go back to, and those that they run; where one was deregistered, also the newest active
 * ones of its family, as one of them may be the same.
 *
 * @throws `REVISION_NOT_FOUND` and what AWS refuses
 */
export async function observeRevisions(
  ecs: Ecs,
  {
    revisions,
    services,
    jobs,
  }: {
    readonly revisions: NonNullable<PluginRequest['revisions']>;
    readonly services: ReadonlyMap<TargetId, ServiceFacts | null>;
    /** The newest revision of a job stands for what it runs. */
    readonly jobs: ReadonlySet<TargetId>;
  },
  context: RunContext,
): Promise<Omit<EcsFacts, 'services' | 'deregistration'>> {
  const running = [...services.values()].flatMap((service) => service?.taskDefinition ?? []);
  const wanted = Object.entries(revisions).map(async ([target, { revision, release }]) => {
    try {
      return await observeTaskDefinition(ecs, revision, context);
    } catch (error) {
      if (!isDeployError(error) || !isAwsError(error.cause, 'ClientException')) throw error;
      throw revisionNotThere(target as TargetId, revision, release);
    }
  });
  const described: readonly TaskDefinitionFacts[] = await settleAll([
    ...wanted,
    ...[...new Set(running)].map((arn) => observeTaskDefinition(ecs, arn, context)),
  ]);
  const byArn = new Map(described.map((facts) => [arnOf(facts), facts]));
  const inactive = described.slice(0, wanted.length).filter(({ taskDefinition }) => taskDefinition.status !== 'ACTIVE');
  const ofJobs = new Set(
    Object.entries(revisions).flatMap(([id, { revision }]) => (jobs.has(id as TargetId) ? familyOf(revision) : [])),
  );
  const families = new Set([...inactive.map((facts) => familyOf(arnOf(facts))), ...ofJobs]);
  const depth = searchDepth({ families: families.size, revisions: byArn.size });
  const looked = depth === 0 ? { families: ofJobs, depth: 1 } : { families, depth };
  const newest = await listRevisions(ecs, looked, context);
  const unknown = [...newest.values()].flat().filter((arn) => !byArn.has(arn));
  const others = await settleAll(unknown.map((arn) => observeTaskDefinition(ecs, arn, context)));
  for (const facts of others) byArn.set(arnOf(facts), facts);
  return { taskDefinitions: Object.fromEntries(byArn), revisions: Object.fromEntries(newest), sources: {} };
}

function arnOf({ taskDefinition }: TaskDefinitionFacts): string {
  return String(taskDefinition.taskDefinitionArn);
}
