import { expect, test } from 'vitest';
import type { CauseClass, StopCause } from './stop-cause.ts';
import { stopHint } from './stop-hint.ts';

const all: Readonly<Record<CauseClass, Partial<StopCause>>> = {
  'container.oom': { container: 'app' },
  'container.unhealthy': { container: 'app' },
  'container.killed': { container: 'app' },
  'container.exit': { container: 'app', exitCode: 1 },
  'container.start': { container: 'app' },
  'elb.unhealthy': {},
  'image.attestation': {},
  'image.platform': {},
  'image.missing': {},
  'image.accessDenied': {},
  'image.rateLimit': {},
  'image.pull': {},
  'network.ecr': {},
  'network.registry': {},
  'network.secrets': {},
  'secret.accessDenied': {
    reason:
      'secret arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-x: AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/execution/a1 is not authorized',
  },
  'secret.missing': {},
  'log.group': {},
  'placement.port': {},
  'placement.limit': {},
  'placement.capacity': {},
  'deadlock.percentages': {},
  'service.deploymentLimit': {},
  'platform.interrupted': {},
  'user.stopped': {},
  unknown: {},
};

const hint = (kind: CauseClass, more: Partial<StopCause> = {}): string =>
  stopHint({ class: kind, reason: '', container: null, exitCode: null, ...more });

test('every cause has one hint', () => {
  const hints = Object.entries(all).map(([kind, more]) => `${kind}: ${hint(kind as CauseClass, more)}`);
  expect(hints.join('\n')).toMatchInlineSnapshot(`
    "container.oom: container app used more memory than it has: raise its memory in the task definition, or use less
    container.unhealthy: the health check of container app fails: try its command in the image, and give it a long enough startPeriod
    container.killed: container app was killed (exit 137): it did not exit within its stopTimeout, or the host ran out of memory
    container.exit: container app ended with code 1: its last log lines show why
    container.start: container app could not be started: check its command, entry point, user and mounts
    elb.unhealthy: the load balancer gets no healthy response: check the health-check path and port, the security groups, and that healthCheckGracePeriodSeconds covers the start
    image.attestation: the image index points at an attestation: build with \`--provenance=false\`, or deploy the digest of the platform
    image.platform: the image was not built for the task's platform: build for the runtimePlatform of the task definition
    image.missing: the image is not in the registry: check repository and tag, and that no lifecycle rule deletes it
    image.accessDenied: the execution role may not pull the image: allow \`ecr:GetAuthorizationToken\`, \`ecr:BatchGetImage\` and \`ecr:GetDownloadUrlForLayer\`
    image.rateLimit: the registry limits pulls: use an ECR pull-through cache
    image.pull: the image could not be pulled: see the reason
    network.ecr: the task cannot reach ECR: give its subnets a NAT gateway, its tasks a public IP, or VPC endpoints for ECR and S3
    network.registry: the task cannot reach the registry: give its subnets a NAT gateway, its tasks a public IP, or VPC endpoints
    network.secrets: the task cannot reach its secrets: give its subnets a NAT gateway or VPC endpoints for Secrets Manager and SSM
    secret.accessDenied: the execution role execution may not read arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-x: allow \`secretsmanager:GetSecretValue\` or \`ssm:GetParameters\`, and \`kms:Decrypt\` for its key
    secret.missing: a secret or parameter of the task definition does not exist: check its ARN, its name and its JSON key
    log.group: the log group does not exist: create it, or set \`awslogs-create-group\` and allow \`logs:CreateLogGroup\`
    placement.port: the host port is taken: use dynamic ports, more instances, or a minimumHealthyPercent below 100
    placement.limit: the account has reached a quota: ask for more under Service Quotas
    placement.capacity: the cluster has no room for the task: add capacity, or ask for less CPU and memory
    deadlock.percentages: minimumHealthyPercent and maximumPercent leave no room: lower the one or raise the other
    service.deploymentLimit: five deployments are active: tasks with scale-in protection keep old ones active
    platform.interrupted: the platform stopped the task; ECS starts another
    user.stopped: somebody stopped the task
    unknown: ECS gives no further reason: check the task and its logs"
  `);
});

test.each([
  [0, 'the container exited with code 0: the command of a service must keep running'],
  [126, 'the container could not run its command (exit 126): check command and entry point'],
  [127, 'the container could not run its command (exit 127): check command and entry point'],
  [139, 'the container crashed with a segmentation fault (exit 139)'],
  [2, 'the container ended with code 2: its last log lines show why'],
])('exit code %d', (exitCode, text) => expect(hint('container.exit', { exitCode })).toBe(text));

test('a denied secret without names is told without names', () => {
  expect(hint('secret.accessDenied', { reason: 'AccessDeniedException' })).toBe(
    'the execution role may not read the secret: allow `secretsmanager:GetSecretValue` or `ssm:GetParameters`, and `kms:Decrypt` for its key',
  );
});
