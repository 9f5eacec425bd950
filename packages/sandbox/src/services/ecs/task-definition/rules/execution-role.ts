import { objectIn, objectsIn, textIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import type { Rule, Subject } from './subject.ts';

/** Where a task needs an execution role. */
export const executionRoleRules: readonly Rule[] = [
  (subject) =>
    !hasRole(subject) && subject.containers.some(hasSecrets)
      ? "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
      : undefined,
  (subject) =>
    subject.isFargate && !hasRole(subject) && subject.containers.some((each) => isFromEcr(each, subject))
      ? 'Fargate requires task definition to have execution role ARN to support ECR images.'
      : undefined,
  (subject) =>
    subject.isFargate && !hasRole(subject) && subject.containers.some(logsToCloudWatch)
      ? 'Fargate requires task definition to have execution role ARN to support log driver awslogs.'
      : undefined,
];

/** Whether ECS would refuse the task definition for want of an execution role. */
export function needsExecutionRole(subject: Subject): boolean {
  return executionRoleRules.some((rule) => rule(subject) !== undefined);
}

function hasRole({ body }: Subject): boolean {
  return (textIn(body, 'executionRoleArn') ?? '') !== '';
}

function hasSecrets(container: WireObject): boolean {
  const log = objectIn(container, 'logConfiguration') ?? {};
  return (objectsIn(container, 'secrets') ?? []).length > 0 || (objectsIn(log, 'secretOptions') ?? []).length > 0;
}

function isFromEcr(container: WireObject, { isEcrImage }: Subject): boolean {
  return container.repositoryCredentials === undefined && isEcrImage(textIn(container, 'image') ?? '');
}

function logsToCloudWatch(container: WireObject): boolean {
  return objectIn(container, 'logConfiguration')?.logDriver === 'awslogs';
}
