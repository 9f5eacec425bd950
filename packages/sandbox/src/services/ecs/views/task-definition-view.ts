import type { WireObject } from '../../../model/service.ts';
import type { TaskDefinitionRevision } from '../state.ts';
import { compatibilities } from '../task-definition/compatibilities.ts';
import { requiresAttributes } from '../task-definition/requires-attributes.ts';
import { seconds } from './seconds.ts';

/** A task definition as every operation answers with it: what was registered, and what ECS adds. Tags stand beside it, never in it. */
export function taskDefinitionView(definition: TaskDefinitionRevision): WireObject {
  return {
    taskDefinitionArn: definition.arn,
    ...definition.body,
    revision: definition.revision,
    status: definition.status,
    requiresAttributes: requiresAttributes(definition.body),
    compatibilities: compatibilities(definition.body),
    registeredAt: seconds(definition.registeredAt),
    registeredBy: definition.registeredBy,
    deregisteredAt: seconds(definition.deregisteredAt),
    deleteRequestedAt: seconds(definition.deleteRequestedAt),
  };
}
