import { AwsFault } from '../../model/service.ts';
import { clusterNotFound, invalidParameter } from './faults.ts';
import { nameIn } from './find.ts';
import type { EcsState, Tag } from './state.ts';
import { findTaskDefinition } from './task-definitions.ts';

/** The cluster, service, task or task definition an ARN names, to read or replace its tags. */
export function taggedResource(state: EcsState, arn: string): { tags: Tag[] } {
  const kind = /^arn:[^:]+:ecs:[^:]*:\d*:([a-z-]+)\//.exec(arn)?.[1];
  if (kind === undefined) throw invalidParameter('Invalid resource ARN.');
  const found = find(state, kind, arn);
  if (found) return found;
  if (kind === 'cluster') throw clusterNotFound();
  throw new AwsFault('ResourceNotFoundException', 'The specified resource could not be found.');
}

function find(state: EcsState, kind: string, arn: string): { tags: Tag[] } | undefined {
  switch (kind) {
    case 'cluster':
      return state.clusters.get(nameIn(arn));
    case 'service':
      return [...state.services.values()].find((service) => service.arn === arn);
    case 'task':
      return state.tasks.get(nameIn(arn));
    case 'task-definition':
      return findTaskDefinition(state, arn);
    default:
      return undefined;
  }
}
