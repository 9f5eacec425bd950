import type { StopCause } from './stop-cause.ts';

/** The next thing to look at for a cause, in one line. */
export function stopHint({ class: kind, container, exitCode, reason }: StopCause): string {
  const named = container === null ? 'the container' : `container ${container}`;
  switch (kind) {
    case 'container.oom':
      return `${named} used more memory than it has: raise its memory in the task definition, or use less`;
    case 'container.unhealthy':
      return `the health check of ${named} fails: try its command in the image, and give it a long enough startPeriod`;
    case 'container.killed':
      return `${named} was killed (exit 137): it did not exit within its stopTimeout, or the host ran out of memory`;
    case 'container.exit':
      return exitHint(named, exitCode);
    case 'container.start':
      return `${named} could not be started: check its command, entry point, user and mounts`;
    case 'elb.unhealthy':
      return 'the load balancer gets no healthy response: check the health-check path and port, the security groups, and that healthCheckGracePeriodSeconds covers the start';
    case 'image.attestation':
      return 'the image index points at an attestation: build with `--provenance=false`, or deploy the digest of the platform';
    case 'image.platform':
      return "the image was not built for the task's platform: build for the runtimePlatform of the task definition";
    case 'image.missing':
      return 'the image is not in the registry: check repository and tag, and that no lifecycle rule deletes it';
    case 'image.accessDenied':
      return 'the execution role may not pull the image: allow `ecr:GetAuthorizationToken`, `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`';
    case 'image.rateLimit':
      return 'the registry limits pulls: use an ECR pull-through cache';
    case 'image.pull':
      return 'the image could not be pulled: see the reason';
    case 'network.ecr':
      return 'the task cannot reach ECR: give its subnets a NAT gateway, its tasks a public IP, or VPC endpoints for ECR and S3';
    case 'network.registry':
      return 'the task cannot reach the registry: give its subnets a NAT gateway, its tasks a public IP, or VPC endpoints';
    case 'network.secrets':
      return 'the task cannot reach its secrets: give its subnets a NAT gateway or VPC endpoints for Secrets Manager and SSM';
    case 'secret.accessDenied':
      return secretHint(reason);
    case 'secret.missing':
      return 'a secret or parameter of the task definition does not exist: check its ARN, its name and its JSON key';
    case 'log.group':
      return 'the log group does not exist: create it, or set `awslogs-create-group` and allow `logs:CreateLogGroup`';
    case 'placement.port':
      return 'the host port is taken: use dynamic ports, more instances, or a minimumHealthyPercent below 100';
    case 'placement.limit':
      return 'the account has reached a quota: ask for more under Service Quotas';
    case 'placement.capacity':
      return 'the cluster has no room for the task: add capacity, or ask for less CPU and memory';
    case 'deadlock.percentages':
      return 'minimumHealthyPercent and maximumPercent leave no room: lower the one or raise the other';
    case 'service.deploymentLimit':
      return 'five deployments are active: tasks with scale-in protection keep old ones active';
    case 'platform.interrupted':
      return 'the platform stopped the task; ECS starts another';
    case 'user.stopped':
      return 'somebody stopped the task';
    case 'unknown':
      return 'ECS gives no further reason: check the task and its logs';
  }
}

function exitHint(named: string, exitCode: number | null): string {
  if (exitCode === 0) return `${named} exited with code 0: the command of a service must keep running`;
  if (exitCode === 126 || exitCode === 127)
    return `${named} could not run its command (exit ${exitCode}): check command and entry point`;
  if (exitCode === 139) return `${named} crashed with a segmentation fault (exit 139)`;
  return `${named} ended with code ${exitCode ?? 'unknown'}: its last log lines show why`;
}

function secretHint(reason: string): string {
  const role = /assumed-role\/([^/\s]+)/.exec(reason)?.[1];
  const secret = /(arn:aws[\w-]*:(?:secretsmanager|ssm):[^\s:]*:[^\s:]*:[^\s,;]+)/
    .exec(reason)?.[1]
    ?.replace(/[:.]+$/, '');
  const who = role === undefined ? 'the execution role' : `the execution role ${role}`;
  return `${who} may not read ${secret ?? 'the secret'}: allow \`secretsmanager:GetSecretValue\` or \`ssm:GetParameters\`, and \`kms:Decrypt\` for its key`;
}
