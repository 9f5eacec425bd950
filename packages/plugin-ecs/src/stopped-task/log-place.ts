import { isJsonObject, type JsonObject } from '@funade/core';
import { containersIn } from '../task-definition/set-images.ts';
import type { LogPlace } from './stop-report.ts';

/** What decides where a container's log is. */
export interface LogPlaceInput {
  readonly taskDefinition: JsonObject;
  /** Null: the first container that writes to CloudWatch Logs. */
  readonly container: string | null;
  readonly taskId: string;
  /** Of the environment; a container may write to another. */
  readonly region: string;
}

/**
 * Where a container's log is; a text says where else to look when it does not go to CloudWatch Logs, or goes to a stream
 * whose name nobody can know.
 *
 * `prefix/container/task-id`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
 */
export function logPlace({ taskDefinition, container, taskId, region }: LogPlaceInput): LogPlace | string {
  const containers = containersIn(taskDefinition);
  const chosen =
    container === null
      ? (containers.find((each) => driverOf(each) === 'awslogs') ?? containers[0])
      : containers.find(({ name }) => name === container);
  if (chosen === undefined) return 'no log: the task definition does not say where it is';
  const name = String(chosen.name);
  const driver = driverOf(chosen);
  if (driver === null) return `no log: container ${name} has no log configuration`;
  if (driver !== 'awslogs') return `the log of container ${name} goes to ${driver}: look there`;
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': own } = optionsOf(chosen);
  if (typeof group !== 'string') return `no log: container ${name} names no log group`;
  if (typeof prefix !== 'string')
    return `the log of container ${name} is in ${group}, in a stream without a known name`;
  return { group, stream: `${prefix}/${name}/${taskId}`, region: typeof own === 'string' ? own : region };
}

function driverOf({ logConfiguration }: JsonObject): string | null {
  return isJsonObject(logConfiguration) && typeof logConfiguration.logDriver === 'string'
    ? logConfiguration.logDriver
    : null;
}

function optionsOf({ logConfiguration }: JsonObject): JsonObject {
  return isJsonObject(logConfiguration) && isJsonObject(logConfiguration.options) ? logConfiguration.options : {};
}
