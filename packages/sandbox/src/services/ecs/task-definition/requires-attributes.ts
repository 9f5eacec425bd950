import { objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';

/** The container agent capabilities that follow from a task definition. */
export function requiresAttributes(body: WireObject): readonly WireObject[] {
  const containers = objectsIn(body, 'containerDefinitions') ?? [];
  const awslogs = containers.some((container) => objectIn(container, 'logConfiguration')?.logDriver === 'awslogs');
  const secrets = containers.some((container) => (objectsIn(container, 'secrets') ?? []).length > 0);
  const ecr = containers.some((container) => /\.dkr[.-]ecr\./.test(textIn(container, 'image') ?? ''));
  const role = body.executionRoleArn !== undefined;
  const names = [
    awslogs && 'com.amazonaws.ecs.capability.logging-driver.awslogs',
    awslogs && role && 'ecs.capability.execution-role-awslogs',
    ecr && 'com.amazonaws.ecs.capability.ecr-auth',
    ecr && role && 'ecs.capability.execution-role-ecr-pull',
    secrets && 'ecs.capability.secrets.asm.environment-variables',
    body.taskRoleArn !== undefined && 'com.amazonaws.ecs.capability.task-iam-role',
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
    body.networkMode === 'awsvpc' && 'ecs.capability.task-eni',
  ];
  return names.filter((name) => name !== false).map((name) => ({ name }));
}
