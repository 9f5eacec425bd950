import type { Service } from '@aws-sdk/client-ecs';

/** What of a service says which revision runs. */
type Standing = Pick<Service, 'taskDefinition' | 'deployments'>;

/**
 * ARN of the revision that a service runs. A service of Express Mode does not say it itself: its primary deployment does.
 * Null where neither does.
 */
export function runningRevision({ taskDefinition, deployments = [] }: Standing): string | null {
  return taskDefinition ?? deployments.find(({ status }) => status === 'PRIMARY')?.taskDefinition ?? null;
}

/** Whether ECS manages the service and what stands around it: a service of Express Mode. */
export function isExpress({ resourceManagementType }: Pick<Service, 'resourceManagementType'>): boolean {
  return resourceManagementType === 'ECS';
}
