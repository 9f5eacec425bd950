import { hashOf } from '../identifiers.ts';
import type { EcsState, Task } from '../state.ts';

export const essentialContainerExited = 'Essential container in task exited';
export const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

export function scalingActivity(deploymentId: string): string {
  return `Scaling activity initiated by (deployment ${deploymentId})`;
}

export function failedTargetHealthChecks(targetGroup: string): string {
  return `Task failed ELB health checks in (target-group ${targetGroup})`;
}

export const failedContainerHealthChecks = 'Task failed container health checks';

export function imageMissing(image: string): string {
  return `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`;
}

export function wrongPlatform(platform: string): string {
  return `CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform '${platform}'`;
}

export function noRouteToRegistry(image: string): string {
  const host = image.split('/')[0] ?? image;
  return `CannotPullContainerError: The task cannot pull ${image} from the registry ${host}. There is a connection issue between the task and the registry. Check your task network configuration. : failed to do request: Head "https://${host}/v2/": dial tcp 10.0.0.1:443: i/o timeout`;
}

export function noRouteToEcrApi(state: EcsState): string {
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.${state.region}.amazonaws.com/": dial tcp 10.0.0.1:443: i/o timeout`;
}

export const noRouteToLogs =
  'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed';

export function secretDenied(state: EcsState, task: Task, secret: string): string {
  const role = `arn:aws:sts::${state.account}:assumed-role/ecsTaskExecutionRole/${task.id}`;
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager: AccessDeniedException: User: ${role} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400, request id: ${requestId(task)}`;
}

export function secretMissing(task: Task, why: string): string {
  const request = why.endsWith('status code: 400') ? `, request id: ${requestId(task)}` : '';
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ${why}${request}`;
}

export function logGroupMissing(task: Task): string {
  return `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. status code: 400, request id: ${requestId(task)} : exit status 1`;
}

function requestId(task: Task): string {
  const hex = hashOf(`request/${task.id}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
