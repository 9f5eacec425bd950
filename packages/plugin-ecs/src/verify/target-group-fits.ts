import type { JsonObject } from '@funade/core';
import { containersOf, listOf } from './references.ts';
import { type Found, failed, ok } from './verified-target.ts';

/** A target group that a service puts a container's port behind. */
export interface TargetGroupUse {
  readonly arn: string;
  readonly container: string;
  readonly port: number;
}

/**
 * Whether a target group fits: the container is in the task definition and has the port, and the targets are of the kind
 * that the network mode makes.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export function targetGroupFits(
  { container, port }: TargetGroupUse,
  group: { readonly TargetType?: string | undefined },
  definition: JsonObject,
): Found {
  const found = containersOf(definition).find(({ name }) => name === container);
  if (found === undefined) return failed(`the task definition has no container ${container}`);
  if (!listOf(found.portMappings).some((mapping) => hasPort(mapping, port))) {
    return failed(`container ${container} has no port mapping for ${port}`);
  }
  const wanted = definition.networkMode === 'awsvpc' ? 'ip' : 'instance';
  const type = group.TargetType ?? 'instance';
  if (type === wanted) return ok;
  const mode = typeof definition.networkMode === 'string' ? definition.networkMode : 'bridge';
  return failed(`its targets are of type ${type}, but network mode ${mode} requires ${wanted}`);
}

function hasPort({ containerPort, containerPortRange }: JsonObject, port: number): boolean {
  if (Number(containerPort) === port) return true;
  const [first, last] = String(containerPortRange ?? '')
    .split('-')
    .map(Number);
  return first !== undefined && last !== undefined && first <= port && port <= last;
}
