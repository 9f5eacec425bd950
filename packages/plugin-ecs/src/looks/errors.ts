import { DeployError, suggest, type TargetId } from '@funade/core';

/** No task definition of the services that are looked at has such a container. */
export function noSuchContainer(container: string, names: readonly string[]): DeployError {
  return new DeployError('UNKNOWN_CONTAINER', `no service has a container ${JSON.stringify(container)}`, {
    category: 'usage',
    hint: suggest(container, names),
  });
}

/** Not one log of these targets can be read. */
export function logsUnreadable(targets: readonly TargetId[]): DeployError {
  return new DeployError('LOGS_UNREADABLE', `no log of ${targets.join(', ')} can be read`, {
    hint: 'see above for the reason of each; `funade logs` reads what the awslogs driver writes to CloudWatch Logs, and needs logs:FilterLogEvents',
  });
}
