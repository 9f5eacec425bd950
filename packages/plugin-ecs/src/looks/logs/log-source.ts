import { isJsonObject, type JsonObject, type TargetId } from '@funade/core';
import { containersIn } from '../../task-definition/set-images.ts';

/** Streams of a log group that containers of one name write to. */
export interface LogSource {
  /** Tells sources apart. */
  readonly key: string;
  readonly region: string;
  readonly group: string;
  /** What the names of its streams begin with, a task's id following; null: a stream is named by the runtime id of its container. */
  readonly prefix: string | null;
  /** Null where the name of the stream does not say it. */
  readonly container: string | null;
}

/** What a task definition says of the logs of its containers. */
export interface LogsOfDefinition {
  readonly sources: readonly LogSource[];
  /** What is written elsewhere, and where to look. */
  readonly elsewhere: readonly string[];
}

/** What decides which logs are read. */
export interface LogSourcesInput {
  readonly taskDefinition: JsonObject;
  /** Null: all. */
  readonly container: string | null;
  /** Of the environment; a container may write to another. */
  readonly region: string;
}

/**
 * Where the containers of a task definition write to, as far as that is CloudWatch Logs.
 *
 * Streams are named `prefix/container/task-id`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
 */
export function logsOfDefinition({ taskDefinition, container, region }: LogSourcesInput): LogsOfDefinition {
  const chosen = containersIn(taskDefinition).filter(({ name }) => container === null || name === container);
  const places = chosen.map((each) => placeOf(each, region));
  return {
    sources: places.filter((place) => typeof place !== 'string'),
    elsewhere: places.filter((place) => typeof place === 'string'),
  };
}

function placeOf({ name: written, logConfiguration }: JsonObject, region: string): LogSource | string {
  const name = String(written);
  const { logDriver: driver, options: given } = isJsonObject(logConfiguration) ? logConfiguration : {};
  if (driver === undefined) return `container ${name} has no log configuration: what it writes is not kept`;
  if (driver === 'awsfirelens')
    return `the log of container ${name} goes to its log router (firelens), whose configuration says where to: look there`;
  if (driver !== 'awslogs') return `the log of container ${name} goes to ${String(driver)}: look there`;
  const options = isJsonObject(given) ? given : {};
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': own } = options;
  if (typeof group !== 'string') return `container ${name} names no log group`;
  const place = {
    region: typeof own === 'string' ? own : region,
    group,
    prefix: typeof prefix === 'string' ? `${prefix}/${name}/` : null,
    container: typeof prefix === 'string' ? name : null,
  };
  return { ...place, key: JSON.stringify([place.region, group, place.prefix]) };
}

/** A source, and the targets that write to it. */
export interface SharedSource extends LogSource {
  readonly targets: ReadonlySet<TargetId>;
}
