import { isAwsError } from '@funade/aws';
import {
  isDeployError,
  type JsonObject,
  type PluginRequest,
  type PluginTarget,
  type RunContext,
  type TargetId,
} from '@funade/core';
import { observeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listRevisions } from '../api/list-revisions.ts';
import { settleAll } from '../api/settle-all.ts';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { familyOf } from '../model/revision-name.ts';
import { taskDefinitionNotFound } from '../model/task-errors.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import { jobsOf } from '../options/jobs.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { searchDepth } from '../task-definition/search-depth.ts';
import { type ReadDefinition, readDefinitionFiles } from './read-definition-files.ts';

/**
 * Reads what the revisions of the targets are made from, each revision once: the running ones, the latest of a family and
 * files, as the config says; and the newest active ones of the families, as many as ECS answers without a wait.
 *
 * @throws `TASK_DEFINITION_NOT_FOUND`, `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID` and what AWS refuses
 */
export async function observeDefinitions(
  ecs: Ecs,
  { request, services }: ServicesOfRequest,
  context: RunContext,
): Promise<Omit<EcsFacts, 'services' | 'deregistration'>> {
  const { targets } = request;
  const running = new Map(targets.flatMap((target) => runningOf(target, services)));
  const files = await readFiles(request, context);
  const used = [
    ...[...running.values()].map(familyOf),
    ...[...[...files.values()].map(({ definition }) => definition), ...targets.flatMap(inlineOf)].map(({ family }) =>
      String(family),
    ),
  ];
  const families = new Set(used);
  const sharing = Math.max(1, ...[...Map.groupBy(used, (family) => family).values()].map(({ length }) => length));
  const ofLatest = new Set(targets.filter(isOfLatest).map(({ id }) => familyOf(running.get(id) ?? '')));
  const depth = searchDepth({
    families: families.size,
    revisions: new Set(running.values()).size + ofLatest.size,
    sharing,
  });
  const [definitions, latest, ofTasks, revisions] = await Promise.all([
    describeEach(ecs, running.values(), context),
    describeEach(ecs, ofLatest, context),
    describeOfTasks(ecs, targets, context),
    // The newest revision of a job stands for what it runs.
    depth === 0
      ? listRevisions(ecs, { families: familiesOfJobs(targets, files), depth: 1 }, context)
      : listRevisions(ecs, { families, depth }, context),
  ]);
  const described = new Map(
    [...latest.values(), ...ofTasks.values(), ...definitions.values()].map((facts) => [arnOf(facts), facts]),
  );
  const unknown = [...revisions.values()].flat().filter((arn) => !described.has(arn));
  for (const [arn, facts] of await describeEach(ecs, unknown, context)) described.set(arn, facts);
  const latestOf = (id: TargetId): string => arnOf(latest.get(familyOf(running.get(id) ?? '')));
  return {
    taskDefinitions: Object.fromEntries(described),
    revisions: Object.fromEntries(revisions),
    ...(ofTasks.size === 0
      ? {}
      : { ofTasks: Object.fromEntries([...ofTasks].map(([name, facts]) => [name, arnOf(facts)])) }),
    sources: Object.fromEntries([
      ...[...files].map(([id, { definition, problems, filled }]) => [
        id,
        {
          type: 'file' as const,
          definition,
          ...(problems.length === 0 ? {} : { problems: [...problems] }),
          ...(filled.length === 0 ? {} : { filled: [...filled] }),
        },
      ]),
      ...targets.filter(isOfLatest).map(({ id }) => [id, { type: 'revision' as const, arn: latestOf(id) }]),
    ]),
  };
}

interface ServicesOfRequest {
  readonly request: PluginRequest<EcsTargetOptions>;
  readonly services: ReadonlyMap<TargetId, ServiceFacts | null>;
}

async function readFiles(
  request: PluginRequest<EcsTargetOptions>,
  context: RunContext,
): Promise<ReadonlyMap<TargetId, ReadDefinition>> {
  const files = request.targets.flatMap(({ id, service, options: { taskDefinition, placeholders } }) =>
    typeof taskDefinition === 'string' && taskDefinition !== 'latest'
      ? [{ id, service, path: taskDefinition, placeholders }]
      : [],
  );
  const definitions = await readDefinitionFiles(files, request, context);
  return new Map(
    files.flatMap(({ id }, index) => {
      const definition = definitions[index];
      return definition === undefined ? [] : [[id, definition] as const];
    }),
  );
}

/** The task definitions that one-off tasks name. Throws `TASK_DEFINITION_NOT_FOUND`. */
async function describeOfTasks(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsTargetOptions>[],
  context: RunContext,
): Promise<ReadonlyMap<string, TaskDefinitionFacts>> {
  const named = targets.flatMap(({ id, options }) =>
    Object.entries(filledTasks(options).tasks).flatMap(([task, { taskDefinition }]) =>
      taskDefinition === undefined ? [] : [[taskDefinition, { target: id, task }] as const],
    ),
  );
  const first = new Map(named.toReversed());
  return new Map(
    await settleAll(
      [...first].map(async ([name, user]) => {
        try {
          return [name, await observeTaskDefinition(ecs, name, context)] as const;
        } catch (error) {
          if (!isDeployError(error) || !isAwsError(error.cause, 'ClientException')) throw error;
          throw taskDefinitionNotFound(user, name, error);
        }
      }),
    ),
  );
}

async function describeEach(
  ecs: Ecs,
  names: Iterable<string>,
  context: RunContext,
): Promise<ReadonlyMap<string, TaskDefinitionFacts>> {
  return new Map(
    await settleAll(
      [...new Set(names)].map(async (name) => [name, await observeTaskDefinition(ecs, name, context)] as const),
    ),
  );
}

function runningOf(
  { id }: PluginTarget<EcsTargetOptions>,
  services: ServicesOfRequest['services'],
): readonly (readonly [TargetId, string])[] {
  const service = services.get(id);
  return service?.controller === 'ECS' && service.taskDefinition !== null ? [[id, service.taskDefinition]] : [];
}

function familiesOfJobs(
  targets: readonly PluginTarget<EcsTargetOptions>[],
  files: ReadonlyMap<TargetId, { readonly definition: JsonObject }>,
): ReadonlySet<string> {
  const definitions = jobsOf(targets).flatMap((job) => files.get(job.id)?.definition ?? inlineOf(job));
  return new Set(definitions.map(({ family }) => String(family)));
}

function inlineOf({ options: { taskDefinition } }: PluginTarget<EcsTargetOptions>): readonly JsonObject[] {
  return typeof taskDefinition === 'object' ? [taskDefinition as JsonObject] : [];
}

function isOfLatest({ options }: PluginTarget<EcsTargetOptions>): boolean {
  return options.taskDefinition === 'latest';
}

function arnOf(facts: TaskDefinitionFacts | undefined): string {
  return String(facts?.taskDefinition.taskDefinitionArn ?? '');
}
