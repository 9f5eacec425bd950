import { canonicalJson, isJsonObject, type Json, type JsonObject } from '@funade/core';
import { withPlainNumbers } from '../model/plain-numbers.ts';

/**
 * A task definition as it is compared, never as it is sent: units resolved, defaults that ECS fills in left out, lists
 * sorted where ECS keeps no order. What this package does not know is compared as it is.
 *
 * Defaults: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html and what
 * DescribeTaskDefinition answers for a request that left them out.
 */
export function normalise(definition: JsonObject): JsonObject {
  const { containerDefinitions, volumes, cpu, memory, tags, networkMode, ...rest } = withPlainNumbers(definition);
  return withoutEmpty(
    {
      ...rest,
      networkMode,
      cpu: unitsOf(cpu, /^([\d.]+)\s*vcpu$/i),
      memory: unitsOf(memory, /^([\d.]+)\s*gb$/i),
      requiresCompatibilities: sorted(rest.requiresCompatibilities),
      placementConstraints: sorted(rest.placementConstraints),
      inferenceAccelerators: sorted(rest.inferenceAccelerators),
      enableFaultInjection: rest.enableFaultInjection === false ? undefined : rest.enableFaultInjection,
      volumes: sorted(mapped(volumes, normaliseVolume)),
      containerDefinitions: sorted(mapped(containerDefinitions, (each) => normaliseContainer(each, networkMode))),
      tags: sorted(tags),
    },
    taskLists,
  );
}

const taskLists = ['requiresCompatibilities', 'placementConstraints', 'inferenceAccelerators', 'volumes'];

/** Lists of a container whose order means nothing: names are unique in them, or every entry holds. */
const unorderedLists = [
  'secrets',
  'portMappings',
  'mountPoints',
  'volumesFrom',
  'systemControls',
  'ulimits',
  'resourceRequirements',
  'dependsOn',
  'extraHosts',
];

/** Lists that mean the same absent and empty; a command or an entry point overrides that of the image. */
const containerLists = [
  ...unorderedLists,
  'environment',
  'environmentFiles',
  'links',
  'dnsServers',
  'dnsSearchDomains',
  'dockerSecurityOptions',
  'credentialSpecs',
];

function normaliseContainer(container: JsonObject, networkMode: Json | undefined): JsonObject {
  const ports = mapped(container.portMappings, (mapping) => normalisePort(mapping, networkMode));
  const lists = Object.fromEntries(unorderedLists.map((list) => [list, sorted(container[list])]));
  return withoutEmpty(
    {
      ...container,
      ...lists,
      environment: isRepeating(container.environment) ? container.environment : sorted(container.environment),
      portMappings: sorted(ports),
      cpu: container.cpu === 0 ? undefined : container.cpu,
      essential: container.essential === true ? undefined : container.essential,
      versionConsistency: container.versionConsistency === 'enabled' ? undefined : container.versionConsistency,
      dockerLabels: emptyMap(container.dockerLabels),
      logConfiguration: mappedOne(container.logConfiguration, (log) =>
        withoutEmpty({ ...log, options: emptyMap(log.options), secretOptions: sorted(log.secretOptions) }, [
          'secretOptions',
        ]),
      ),
      healthCheck: mappedOne(container.healthCheck, (check) =>
        withoutDefaults(check, { interval: 30, timeout: 5, retries: 3 }),
      ),
    },
    containerLists,
  );
}

function normalisePort(mapping: JsonObject, networkMode: Json | undefined): JsonObject {
  const own = networkMode === 'awsvpc' || networkMode === 'host' ? mapping.containerPort : 0;
  return withoutDefaults(mapping, { protocol: 'tcp', hostPort: own });
}

/** `host: {}` is what ECS answers for a volume that says nothing but its name. */
function normaliseVolume(volume: JsonObject): JsonObject {
  return {
    ...volume,
    host: emptyMap(volume.host),
    configuredAtLaunch: volume.configuredAtLaunch === false ? undefined : volume.configuredAtLaunch,
    efsVolumeConfiguration: mappedOne(volume.efsVolumeConfiguration, (efs) =>
      withoutDefaults(efs, { rootDirectory: '/', transitEncryption: 'DISABLED' }),
    ),
  };
}

function withoutDefaults(value: JsonObject, defaults: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => defaults[key] !== item));
}

function withoutEmpty(value: JsonObject, lists: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, item]) => item !== undefined && item !== null && !(lists.includes(key) && isEmptyList(item)),
    ),
  );
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function emptyMap(value: Json | undefined): Json | undefined {
  return isJsonObject(value) && Object.keys(value).length === 0 ? undefined : value;
}

function mapped(value: Json | undefined, change: (item: JsonObject) => JsonObject): Json | undefined {
  return Array.isArray(value) ? value.map((item: Json) => (isJsonObject(item) ? change(item) : item)) : value;
}

function mappedOne(value: Json | undefined, change: (item: JsonObject) => JsonObject): Json | undefined {
  return isJsonObject(value) ? change(value) : value;
}

/** Of a variable that appears twice the last one counts. */
function isRepeating(variables: Json | undefined): boolean {
  const names = Array.isArray(variables) ? variables.filter(isJsonObject).map(({ name }) => name) : [];
  return new Set(names).size < names.length;
}

function sorted(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value)) return value;
  return value
    .map(canonicalJson)
    .toSorted()
    .map((text) => JSON.parse(text) as Json);
}

/** `0.25 vCPU` is 256 and `1 GB` is 1024; a task's CPU and memory are strings. */
function unitsOf(value: Json | undefined, unit: RegExp): Json | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value;
  const amount = unit.exec(value.trim())?.[1];
  return amount === undefined ? value.trim() : String(Math.round(Number(amount) * 1024));
}
