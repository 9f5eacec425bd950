import { DeployError, type TargetId } from '@funade/core';

/** ECS would refuse the task definition; nothing was sent. `reason`: what AWS says about the limit. */
export function taskDefinitionRefused(target: TargetId, reason: string): DeployError {
  return new DeployError('TASK_DEFINITION_REFUSED', `ECS takes no such task definition for ${target}: ${reason}`, {
    category: 'usage',
    hint: 'change ecs.taskDefinition or ecs.containers of the service',
  });
}

/** The file of a task definition can't be read. */
export function taskDefinitionUnreadable(path: string, cause: unknown): DeployError {
  return new DeployError('TASK_DEFINITION_UNREADABLE', `cannot read the task definition ${JSON.stringify(path)}`, {
    category: 'usage',
    cause,
    hint: 'set ecs.taskDefinition to a path relative to the config',
  });
}

/** The file of a task definition holds none. */
export function taskDefinitionInvalid(path: string, problems: readonly string[]): DeployError {
  return new DeployError('TASK_DEFINITION_INVALID', `${path} is no task definition: ${problems.join('; ')}`, {
    category: 'usage',
    hint: `correct ${path}; it holds the body of RegisterTaskDefinition`,
  });
}
