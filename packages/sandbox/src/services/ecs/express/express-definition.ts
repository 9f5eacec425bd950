import { numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { compatibilities } from '../task-definition/compatibilities.ts';
import { mainContainer } from './express.ts';

interface Place {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  /** Four characters that tell log groups apart. */
  readonly suffix: string;
}

/** Members that a task definition of one's own takes the place of. */
const replaced = ['primaryContainer', 'executionRoleArn', 'taskRoleArn', 'cpu', 'memory'];

/** Refuses `taskDefinitionArn` beside what it stands for. */
export function checkOneDefinition(input: WireObject): void {
  if (input.taskDefinitionArn == null || replaced.every((member) => input[member] == null)) return;
  throw invalidParameter(
    'taskDefinitionArn cannot be provided with primaryContainer, executionRoleArn, taskRoleArn, cpu, or memory.',
  );
}

/** Refuses a task definition of one's own that Express Mode can not run. */
export function checkOwnDefinition(body: WireObject): void {
  const main = mainOf(body);
  const [mapping, ...more] = objectsIn(main ?? {}, 'portMappings') ?? [];
  const isSingle = mapping !== undefined && more.length === 0 && (mapping.protocol ?? 'tcp') === 'tcp';
  if (!isSingle || mapping.containerPort === undefined || !textIn(mapping, 'name')) {
    throw invalidParameter("Task definition must contain a container named 'Main' with a single TCP port mapping.");
  }
  if (!compatibilities(body).includes('FARGATE')) {
    throw invalidParameter('Task definition does not support launch_type FARGATE.');
  }
}

/** The first task definition of a service that says what runs by its primary container. */
export function newDefinition(input: WireObject, place: Place): WireObject {
  const { account, region, cluster, name, suffix } = place;
  const container = objectIn(input, 'primaryContainer');
  if (!textIn(container ?? {}, 'image')) {
    throw invalidParameter('Either taskDefinitionArn or primaryContainer with an image must be provided.');
  }
  const base: WireObject = {
    family: `${cluster}-${name}`,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${account}:role/ecsTaskExecutionRole`,
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    containerDefinitions: [
      {
        name: mainContainer,
        essential: true,
        portMappings: [{ name: 'main', containerPort: 80, protocol: 'tcp' }],
        logConfiguration: awslogs(`/aws/ecs/${cluster}/${name}-${suffix}`, 'ecs', region),
      },
    ],
  };
  return changedDefinition(base, input, region);
}

/** A task definition with what a request changes in it; everything else stays, whoever wrote it. */
export function changedDefinition(base: WireObject, input: WireObject, region: string): WireObject {
  const written = objectIn(input, 'primaryContainer');
  const taken = Object.fromEntries(
    ['executionRoleArn', 'taskRoleArn', 'cpu', 'memory'].flatMap((key) =>
      input[key] == null ? [] : [[key, input[key]]],
    ),
  );
  const architecture = textIn(input, 'cpuArchitecture');
  return {
    ...base,
    ...taken,
    ...(architecture === undefined
      ? {}
      : { runtimePlatform: { ...objectIn(base, 'runtimePlatform'), cpuArchitecture: architecture } }),
    containerDefinitions: (objectsIn(base, 'containerDefinitions') ?? []).map((container) =>
      container.name === mainContainer && written !== undefined
        ? { ...container, ...containerMembers(written, container, region) }
        : container,
    ),
  };
}

/** The port of the container that is served. */
export function servedPort(body: WireObject): number {
  const [mapping] = objectsIn(mainOf(body) ?? {}, 'portMappings') ?? [];
  return numberIn(mapping ?? {}, 'containerPort') ?? 80;
}

export function mainOf(body: WireObject): WireObject | undefined {
  return (objectsIn(body, 'containerDefinitions') ?? []).find(({ name }) => name === mainContainer);
}

function containerMembers(written: WireObject, before: WireObject, region: string): WireObject {
  const { containerPort, awsLogsConfiguration, ...members } = written;
  const logs = objectIn({ logs: awsLogsConfiguration }, 'logs');
  const [mapping] = objectsIn(before, 'portMappings') ?? [];
  return {
    ...members,
    ...(containerPort == null
      ? {}
      : { portMappings: [{ name: mapping?.name ?? 'main', containerPort, protocol: 'tcp' }] }),
    ...(logs === undefined
      ? {}
      : {
          logConfiguration: awslogs(textIn(logs, 'logGroup') ?? '', textIn(logs, 'logStreamPrefix') ?? 'ecs', region),
        }),
  };
}

function awslogs(group: string, prefix: string, region: string): WireObject {
  return {
    logDriver: 'awslogs',
    options: { 'awslogs-group': group, 'awslogs-region': region, 'awslogs-stream-prefix': prefix },
  };
}
