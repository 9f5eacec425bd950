import type { Service, Task } from '@aws-sdk/client-ecs';
import type { PluginTarget, RunContext, TargetTasks, TasksRequest } from '@funade/core';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { type RevisionsRead, readRevisionRecords } from '../operations/read-revision-records.ts';
import { placeKey, readServices } from '../operations/read-standing.ts';
import { containersOf, type EcsOptions } from '../options/options.ts';
import { readTasks } from '../stopped-task/read-tasks.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';
import { taskInfo } from './task-info.ts';

/**
 * The tasks of each target, those that are drained included; with `stopped` also those that ECS still knows of, for about an
 * hour. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function tasks(
  { targets, stopped }: TasksRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetTasks[]> {
  const ecs = await useEcs(context);
  const services = await readServices(ecs, targets, context);
  const found = await settleAll(
    targets.map(async (target) => {
      const service = services.get(placeKey(target.options)) ?? null;
      const own = isThere(service) ? await tasksOf(ecs, target, context) : [];
      return { target, service, own: own.filter(({ lastStatus }) => stopped || lastStatus !== 'STOPPED') };
    }),
  );
  const arns = found.flatMap(({ own }) => own.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []));
  const revisions = await readRevisionRecords(ecs, arns, context);
  return found.map(({ target: { id, service: name, options }, service, own }) => ({
    id,
    service: name,
    place: `${options.cluster}/${options.service}`,
    note: noteOf(service, revisions),
    desired: service?.desiredCount ?? 0,
    tasks: own
      .toSorted(newestFirst)
      .map((task) => taskInfo(task, releaseOf(task, { revisions, containers: new Set(containersOf(options).keys()) }))),
  }));
}

/** Tasks in every state, each once: one may be stopped between two lists. */
export async function tasksOf(
  ecs: Ecs,
  { options }: Pick<PluginTarget<EcsOptions>, 'options'>,
  context: RunContext,
): Promise<readonly Task[]> {
  const [running, stopped] = await settleAll(
    (['RUNNING', 'STOPPED'] as const).map((desired) => readTasks(ecs, { place: options, desired }, context)),
  );
  return [...new Map([...(running ?? []), ...(stopped ?? [])].map((task) => [task.taskArn, task])).values()];
}

/** Whether ECS knows a service that may have tasks. */
export function isThere(service: Service | null): service is Service {
  return service !== null && service.status !== 'INACTIVE';
}

function newestFirst(a: Task, b: Task): number {
  const over = ({ lastStatus }: Task): number => (lastStatus === 'STOPPED' ? 1 : 0);
  const at = ({ stoppedAt, createdAt }: Task): number => (stoppedAt ?? createdAt)?.getTime() ?? 0;
  return over(a) - over(b) || at(b) - at(a) || (a.taskArn ?? '').localeCompare(b.taskArn ?? '');
}

function releaseOf(
  { taskDefinitionArn = '' }: Task,
  { revisions, containers }: { readonly revisions: RevisionsRead; readonly containers: ReadonlySet<string> },
): string | null {
  const record = revisions.found.get(taskDefinitionArn);
  return record?.release ?? releaseOfImages(record?.images ?? [], containers);
}

function noteOf(service: Service | null, { allowed }: RevisionsRead): string | null {
  if (!isThere(service)) return 'there is no such service';
  return allowed ? null : 'which release a task runs needs ecs:DescribeTaskDefinition';
}
