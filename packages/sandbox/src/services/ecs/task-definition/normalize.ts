import { isObject, objectsIn } from '../../../model/input.ts';
import type { WireJson, WireObject } from '../../../model/service.ts';

/** A request to register as ECS keeps it: `tags` apart, defaults filled in, units resolved, everything else verbatim. */
export function normalizeTaskDefinition(input: WireObject): WireObject {
  const { tags: _, ...rest } = input;
  return {
    ...rest,
    containerDefinitions: (objectsIn(input, 'containerDefinitions') ?? []).map((container) =>
      normalizeContainer(container, input.networkMode),
    ),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    ...(input.cpu === undefined ? {} : { cpu: units(input.cpu, /^([\d.]+)\s*vcpu$/i) }),
    ...(input.memory === undefined ? {} : { memory: units(input.memory, /^([\d.]+)\s*gb$/i) }),
  };
}

function normalizeContainer(container: WireObject, networkMode: WireJson | undefined): WireObject {
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
    portMappings: (objectsIn(container, 'portMappings') ?? []).map((mapping) => ({
      ...mapping,
      ...(mapping.containerPortRange === undefined
        ? { hostPort: mapping.hostPort ?? (networkMode === 'awsvpc' ? mapping.containerPort : 0) }
        : {}),
      protocol: mapping.protocol ?? 'tcp',
    })),
  };
}

/** `0.25 vCPU` is `256`, `1 GB` is `1024`. */
function units(value: WireJson, pattern: RegExp): WireJson {
  if (typeof value !== 'string' || isObject(value)) return value;
  const amount = pattern.exec(value.trim())?.[1];
  return amount === undefined ? value : String(Math.round(Number(amount) * 1024));
}
