import { isObject, listIn, numberIn, objectsIn, textIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

const mostContainers = 10;
const mostEnvironmentFiles = 10;

/** Names, images, memory and CPU of the containers, alone and together. */
export const containerRules: readonly Rule[] = [
  ({ containers }) => (containers.length === 0 ? 'Container list cannot be empty.' : undefined),
  ({ containers }) =>
    containers.length > mostContainers
      ? `Container list cannot have more than ${mostContainers} containers.`
      : undefined,
  ({ containers }) =>
    firstSaid(containers, (container) => {
      if (!textIn(container, 'name')) return 'Container.name should not be null or empty.';
      return textIn(container, 'image') ? undefined : 'Container.image should not be null or empty.';
    }),
  ({ containers }) => {
    const names = new Set(containers.map(({ name }) => name));
    return names.size < containers.length ? 'Container names must be unique within a task definition' : undefined;
  },
  memory,
  ({ containers }) =>
    containers.every((container) => container.essential === false)
      ? "Task definition doesn't have any essential container"
      : undefined,
  cpu,
  ({ containers }) => firstSaid(containers, environmentFiles),
  ({ containers }) => firstSaid(containers, ulimits),
];

function memory({ body, containers }: Subject): string | undefined {
  const task = body.memory === undefined ? undefined : Number(body.memory);
  return firstSaid(containers, (container) => {
    const hard = numberIn(container, 'memory');
    const soft = numberIn(container, 'memoryReservation');
    const setting = `Invalid setting for container '${container.name}'.`;
    if (task === undefined && hard === undefined && soft === undefined) {
      return `${setting} At least one of 'memory' or 'memoryReservation' must be specified.`;
    }
    if (hard !== undefined && soft !== undefined && hard < soft) {
      return `${setting} 'memory' must be greater than or equal to 'memoryReservation'.`;
    }
    if (task === undefined || hard === undefined || hard <= task) return undefined;
    return `The 'memory' setting for container '${container.name}' is greater than for the task.`;
  });
}

function cpu({ body, containers }: Subject): string | undefined {
  if (body.cpu === undefined) return undefined;
  const sum = containers.reduce((total, container) => total + (numberIn(container, 'cpu') ?? 0), 0);
  return sum > Number(body.cpu)
    ? "The sum of all container 'cpu' values cannot be greater than the task-level 'cpu' value."
    : undefined;
}

function environmentFiles(container: WireObject): string | undefined {
  const files = objectsIn(container, 'environmentFiles') ?? [];
  if (files.length > mostEnvironmentFiles) {
    return `A container can have at most ${mostEnvironmentFiles} environment files.`;
  }
  const bad = files.find(({ value }) => !/^arn:[^:]+:s3:::[^/]+\/.+/.test(String(value)));
  return bad === undefined ? undefined : `Environment file '${bad.value}' is not the ARN of an object in Amazon S3.`;
}

function ulimits(container: WireObject): string | undefined {
  const bad = (listIn(container, 'ulimits') ?? [])
    .filter(isObject)
    .find(({ softLimit, hardLimit }) => Number(softLimit) > Number(hardLimit));
  return bad === undefined ? undefined : `The soft limit of ulimit '${bad.name}' must not exceed its hard limit.`;
}
