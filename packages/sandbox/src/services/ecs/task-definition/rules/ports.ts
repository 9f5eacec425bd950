import { numberIn, objectsIn, textIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

const portName = /^[a-z0-9_][a-z0-9_-]{0,63}$/;

/** Port mappings of a container and of the whole task. */
export const portRules: readonly Rule[] = [
  ({ containers, networkMode }) =>
    networkMode === 'none' && containers.some((container) => mappingsOf(container).length > 0)
      ? "Port mappings are not supported when networkMode is 'none'."
      : undefined,
  ({ containers }) =>
    firstSaid(containers, (container) => firstSaid(mappingsOf(container), (mapping) => range(mapping))),
  hostPorts,
  usedTwice,
  names,
];

function range(mapping: WireObject): string | undefined {
  const written = textIn(mapping, 'containerPortRange');
  if (written === undefined) return undefined;
  if (mapping.containerPort !== undefined || mapping.hostPort !== undefined) {
    return 'cannot specify both single port and port range';
  }
  const [, from, to] = /^(\d+)-(\d+)$/.exec(written) ?? [];
  const isRange = from !== undefined && Number(from) >= 1 && Number(to) <= 65_535 && Number(from) <= Number(to);
  return isRange ? undefined : "Invalid 'containerPortRange' setting for container.";
}

function hostPorts({ containers, networkMode }: Subject): string | undefined {
  if (networkMode !== 'awsvpc' && networkMode !== 'host') return undefined;
  const differs = containers.flatMap(mappingsOf).some(({ hostPort, containerPort }) => {
    return hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort;
  });
  return differs
    ? `When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`
    : undefined;
}

/** Containers of one network share their ports. */
function usedTwice({ containers, networkMode }: Subject): string | undefined {
  const isShared = networkMode === 'awsvpc' || networkMode === 'host';
  const groups = isShared ? [containers.flatMap(mappingsOf)] : containers.map(mappingsOf);
  const isTwice = groups.some((mappings) => {
    const ports = mappings.map((mapping) => numberIn(mapping, 'containerPort')).filter((port) => port !== undefined);
    return new Set(ports).size < ports.length;
  });
  return isTwice ? 'container port is used multiple times in task' : undefined;
}

function names({ containers }: Subject): string | undefined {
  const written = containers.flatMap(mappingsOf).flatMap((mapping) => textIn(mapping, 'name') ?? []);
  const bad = written.find((name) => !portName.test(name));
  if (bad !== undefined) return `Invalid port mapping name '${bad}'.`;
  return new Set(written).size < written.length ? 'port mapping name is already used' : undefined;
}

function mappingsOf(container: WireObject): readonly WireObject[] {
  return objectsIn(container, 'portMappings') ?? [];
}
