import { DeployError, type TargetId } from '@funade/core';

/** ECS would refuse the task definition; nothing was sent. `reason`: what AWS says about the limit. */
export function taskDefinitionRefused(target: TargetId, reason: string): DeployError {
  return new DeployError('TASK_DEFINITION_REFUSED', `ECS takes no such task definition for ${target}: ${reason}`, {
    category: 'usage',
    hint: 'change ecs.taskDefinition or ecs.containers of the service',
  });
}
