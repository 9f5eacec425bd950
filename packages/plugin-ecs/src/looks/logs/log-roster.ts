import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import type { LogsRequest, PluginTarget, RunContext, TargetId } from '@funade/core';
import { describeTaskDefinition } from '../../api/describe-task-definition.ts';
import { describeTasks } from '../../api/describe-tasks.ts';
import { type Ecs, useEcs } from '../../api/ecs-client.ts';
import { settleAll } from '../../api/settle-all.ts';
import { placeKey, readServices } from '../../operations/read-standing.ts';
import type { EcsOptions } from '../../options/options.ts';
import { containersIn } from '../../task-definition/set-images.ts';
import { isThere, tasksOf } from '../tasks.ts';
import { logsOfDefinition, type SharedSource } from './log-source.ts';

/** Who wrote a line. */
export interface LogWriter {
  readonly target: PluginTarget<EcsOptions>;
  /** Null where ECS does not know whose the stream is. */
  readonly task: string | null;
  readonly container: string;
}

/** What runs, as far as it decides which logs are read and whose a stream is. */
export interface LogRoster {
  /** By key. */
  readonly sources: ReadonlyMap<string, SharedSource>;
  /** Names of the containers of all definitions that were read. */
  readonly containers: ReadonlySet<string>;
  /** Reads services, tasks and those of their definitions that are new. */
  refresh(): Promise<void>;
  /** Learns of which service the tasks are that write to these streams. */
  learn(source: SharedSource, streams: Iterable<string>): Promise<void>;
  /** Null: another service writes there, or nobody knows who. */
  writerOf(source: SharedSource, stream: string): LogWriter | null;
}

/** `forgotten`: ECS does not know the task any more; null: it is of a service that is not asked for. */
type TaskOwner = PluginTarget<EcsOptions> | 'forgotten' | null;

/** An empty roster. `note` is told what is written elsewhere, and what is not there. */
export function createLogRoster(
  { targets, container }: Pick<LogsRequest<EcsOptions>, 'targets' | 'container'>,
  context: RunContext,
  note: (target: TargetId, text: string) => void,
): LogRoster {
  const sources = new Map<string, SharedSource>();
  const containers = new Set<string>();
  const owners = new Map<string, TaskOwner>();
  const byRuntime = new Map<string, LogWriter>();
  const definitions = new Set<string>();

  const enrol = (target: PluginTarget<EcsOptions>, tasks: readonly Task[]): void => {
    for (const { taskArn = '', containers: running = [] } of tasks) {
      const task = resourceName(taskArn);
      owners.set(task, target);
      for (const { runtimeId, name = '' } of running) {
        if (runtimeId !== undefined) byRuntime.set(runtimeId, { target, task, container: name });
      }
    }
  };
  const readDefinition = async (ecs: Ecs, { id }: PluginTarget<EcsOptions>, arn: string): Promise<void> => {
    if (definitions.has(`${id} ${arn}`)) return;
    definitions.add(`${id} ${arn}`);
    const { taskDefinition } = await describeTaskDefinition(ecs, arn, context);
    for (const { name } of containersIn(taskDefinition)) containers.add(String(name));
    const found = logsOfDefinition({ taskDefinition, container, region: context.environment.region });
    for (const text of found.elsewhere) note(id, text);
    for (const source of found.sources) {
      const before = sources.get(source.key)?.targets ?? [];
      sources.set(source.key, { ...source, targets: new Set([...before, id]) });
    }
  };

  return {
    sources,
    containers,
    async refresh() {
      const ecs = await useEcs(context);
      const services = await readServices(ecs, targets, context);
      await settleAll(
        targets.map(async (target) => {
          const service = services.get(placeKey(target.options)) ?? null;
          if (!isThere(service)) return note(target.id, 'there is no such service');
          const tasks = await tasksOf(ecs, target, context);
          enrol(target, tasks);
          const arns = [service, ...(service.deployments ?? [])].map(({ taskDefinition }) => taskDefinition);
          const all = new Set([...arns, ...tasks.map(({ taskDefinitionArn }) => taskDefinitionArn)]);
          await settleAll([...all].map((arn) => (arn ? readDefinition(ecs, target, arn) : Promise.resolve())));
        }),
      );
    },
    async learn(source, streams) {
      const unknown = [...new Set([...streams].map((stream) => taskIn(source, stream)))].filter(
        (task) => task !== null && !owners.has(task),
      ) as readonly string[];
      if (unknown.length === 0) return;
      const ecs = await useEcs(context);
      const asked = targets.filter(({ id }) => source.targets.has(id));
      for (const cluster of new Set(asked.map(({ options }) => options.cluster))) {
        const tasks = await describeTasks(ecs, { cluster, tasks: unknown }, context);
        for (const task of tasks) {
          const owner = asked.find(
            ({ options }) => options.cluster === cluster && task.group === `service:${resourceName(options.service)}`,
          );
          if (owner !== undefined) enrol(owner, [task]);
          else owners.set(resourceName(task.taskArn ?? ''), null);
        }
      }
      for (const task of unknown) if (!owners.has(task)) owners.set(task, 'forgotten');
    },
    writerOf(source, stream) {
      if (source.prefix === null) return byRuntime.get(stream) ?? null;
      const task = taskIn(source, stream);
      const owner = task === null ? null : (owners.get(task) ?? null);
      const [only, ...more] = targets.filter(({ id }) => source.targets.has(id));
      // Nobody knows any more whose a task was that has been gone for long, unless only one service writes to the place.
      const target = owner === 'forgotten' ? (more.length === 0 ? only : undefined) : owner;
      if (target === undefined || target === null) return null;
      if (container !== null && source.container !== container) return null;
      return { target, task, container: source.container ?? '' };
    },
  };
}

/** The id of the task in the name of a stream. */
function taskIn({ prefix }: SharedSource, stream: string): string | null {
  return prefix !== null && stream.startsWith(prefix) ? stream.slice(prefix.length) : null;
}
