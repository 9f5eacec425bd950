import { expect, test } from 'vitest';
import {
  type CauseClass,
  causeKey,
  eventCause,
  refusalCause,
  type StoppedContainer,
  type StoppedTask,
  speaksAgainst,
  stopCause,
} from './stop-cause.ts';

function container(more: Partial<StoppedContainer> = {}): StoppedContainer {
  return { name: 'app', exitCode: null, reason: null, health: 'UNKNOWN', ...more };
}

function task(stopCode: string | null, reason: string, containers: readonly StoppedContainer[] = []): StoppedTask {
  return { id: 'a1', stopCode, reason, containers };
}

const failed = (reason: string): StoppedTask => task('TaskFailedToStart', reason);
const exited = (...containers: readonly StoppedContainer[]): StoppedTask =>
  task('EssentialContainerExited', 'Essential container in task exited', containers);
const scheduled = (reason: string, ...containers: readonly StoppedContainer[]): StoppedTask =>
  task('ServiceSchedulerInitiated', reason, containers);

const oom = 'OutOfMemoryError: Container killed due to memory usage';

const rows: readonly (readonly [string, StoppedTask, CauseClass | null])[] = [
  ['exits', exited(container({ exitCode: 1 })), 'container.exit'],
  ['ends by itself', exited(container({ exitCode: 0 })), 'container.exit'],
  ['is killed', exited(container({ exitCode: 137 })), 'container.killed'],
  ['runs out of memory', exited(container({ exitCode: 137, reason: oom })), 'container.oom'],
  [
    'runs out of memory, and no code says so',
    task(null, '', [container({ exitCode: 137, reason: oom })]),
    'container.oom',
  ],
  [
    'is unhealthy',
    scheduled('Task failed container health checks', container({ exitCode: 137, health: 'UNHEALTHY' })),
    'container.unhealthy',
  ],
  [
    'is unhealthy, in words of the future',
    scheduled('Something else', container({ exitCode: 143, health: 'UNHEALTHY' })),
    'container.unhealthy',
  ],
  [
    'is unhealthy behind a load balancer',
    scheduled(
      'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/t/9)',
      container({ exitCode: 143 }),
    ),
    'elb.unhealthy',
  ],
  [
    'is scaled in',
    scheduled('Scaling activity initiated by (deployment ecs-svc/1)', container({ exitCode: 143 })),
    null,
  ],
  [
    'is scaled in while it fails to end',
    scheduled('Scaling activity initiated by (deployment ecs-svc/1)', container({ exitCode: 137 })),
    null,
  ],
  ['is stopped by somebody', task('UserInitiated', 'bye', [container({ exitCode: 143 })]), 'user.stopped'],
  ['is interrupted', task('SpotInterruption', 'Your Spot Task was interrupted.'), 'platform.interrupted'],
  ['is terminated', task('TerminationNotice', ''), 'platform.interrupted'],
  ['is on bad hardware', task('InfrastructureHealth', ''), 'platform.interrupted'],
  ['loses its host', failed('Host EC2 (instance i-0abc) terminated.'), 'platform.interrupted'],
  [
    'has no image',
    failed(
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref x:1: x:1: not found',
    ),
    'image.missing',
  ],
  [
    'has no such manifest',
    failed('CannotPullContainerError: manifest unknown: Requested image not found'),
    'image.missing',
  ],
  [
    'has an image of another platform',
    failed(
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    ),
    'image.platform',
  ],
  [
    'has an attestation for an image',
    failed(
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack image on snapshotter overlayfs: failed to extract layer sha256:c02342...: failed to get stream processor for application/vnd.in-toto+json: no processor for media-type: unknown',
    ),
    'image.attestation',
  ],
  [
    'may not pull',
    failed(
      'CannotPullContainerError: pull access denied for x, repository does not exist or may require authorization',
    ),
    'image.accessDenied',
  ],
  [
    'is over the rate of Docker Hub',
    failed('CannotPullContainerError: toomanyrequests: You have reached your pull rate limit'),
    'image.rateLimit',
  ],
  [
    'has no way to the registry',
    failed(
      'CannotPullContainerError: The task cannot pull x:1@sha256:0 from the registry x. There is a connection issue between the task and the registry. Check your task network configuration. : dial tcp 10.0.0.1:443: i/o timeout',
    ),
    'network.registry',
  ],
  ['cannot pull for another reason', failed('CannotPullContainerError: no space left on device'), 'image.pull'],
  [
    'has no way to ECR',
    failed(
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.us-west-2.amazonaws.com/": dial tcp 52.119.174.83:443: i/o timeout',
    ),
    'network.ecr',
  ],
  [
    'has no way to its secrets',
    failed(
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): Post "https://secretsmanager.us-east-1.amazonaws.com/": dial tcp 10.0.0.1:443: i/o timeout',
    ),
    'network.secrets',
  ],
  [
    'may not read a secret',
    failed(
      'Fetching secret data from AWS Secrets Manager in region R: secret arn:aws:secretsmanager:R:A:secret:NewRelicLicenseKeySecret-x: AccessDeniedException: User: arn:aws:sts::A:assumed-role/X is not authorized to perform: secretsmanager:GetSecretValue',
    ),
    'secret.accessDenied',
  ],
  [
    'names a secret that is not there',
    failed(
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ),
    'secret.missing',
  ],
  [
    'has no log group',
    failed(
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    ),
    'log.group',
  ],
  [
    'cannot be started',
    failed('CannotStartContainerError: Error response from daemon: failed to create task'),
    'container.start',
  ],
  ['says nothing of use', failed('Task failed to start'), 'unknown'],
  ['says nothing', task(null, ''), 'unknown'],
  ['has a code of the future', task('SomethingNew', 'Something new'), 'unknown'],
];

test.each(rows)('a task that %s', (_, ...[stopped, expected]) => {
  expect(stopCause(stopped)?.class ?? null).toBe(expected);
});

test('fields come before texts', () => {
  const misleading = { ...exited(container({ exitCode: 1 })), reason: 'CannotPullContainerError: not found' };
  expect(stopCause(misleading)?.class).toBe('container.exit');
  const user = task('UserInitiated', 'CannotPullContainerError: not found');
  expect(stopCause(user)?.class).toBe('user.stopped');
});

test.each<[string, readonly StoppedContainer[], string | null]>([
  ['the unhealthy one', [container({ name: 'a', exitCode: 1 }), container({ name: 'b', health: 'UNHEALTHY' })], 'b'],
  ['the one with a reason', [container({ name: 'a', exitCode: 1 }), container({ name: 'b', reason: oom })], 'b'],
  [
    'the one with a code of its own, not one that is stopped along',
    [
      container({ name: 'a', exitCode: 137 }),
      container({ name: 'b', exitCode: 143 }),
      container({ name: 'c', exitCode: 2 }),
    ],
    'c',
  ],
  [
    'the one that was killed beside one that ended well',
    [container({ name: 'a', exitCode: 0 }), container({ name: 'b', exitCode: 137 })],
    'b',
  ],
  ['the one that ended at all', [container({ name: 'a' }), container({ name: 'b', exitCode: 0 })], 'b'],
  ['none that ran', [container({ name: 'a' })], null],
])('to blame is %s', (_, ...[containers, name]) => {
  expect(stopCause(exited(...containers))?.container).toBe(name);
});

test('the reason is told in full, and once', () => {
  expect(stopCause(exited(container({ exitCode: 137, reason: oom })))?.reason).toBe(
    `Essential container in task exited: ${oom}`,
  );
  const text = 'CannotPullContainerError: not found';
  expect(stopCause(task('TaskFailedToStart', text, [container({ reason: text })]))?.reason).toBe(text);
  expect(stopCause(task('TaskFailedToStart', '', [container({ reason: text })]))?.reason).toBe(text);
  expect(stopCause(failed(''))?.reason).toBe('ECS gives no reason');
});

test('causes are the same when only ids, addresses, times and counts differ', () => {
  const key = (reason: string): string => causeKey({ class: 'network.ecr', reason, container: null, exitCode: null });
  expect(key('retried 1 time(s): dial tcp 10.0.0.1:443, request 6c84fb90-12c4-11e1-840d-7b25c5ee775a')).toBe(
    key('retried 3 time(s): dial tcp 52.119.174.83:443, request 0a1b2c3d-12c4-11e1-840d-7b25c5ee775b'),
  );
  expect(key('retried')).not.toBe(key('denied'));
  const cause = { class: 'container.exit', reason: 'exited', container: 'app' } as const;
  expect(causeKey({ ...cause, exitCode: 1 })).not.toBe(causeKey({ ...cause, exitCode: 2 }));
});

test.each<[string, CauseClass | null]>([
  ['(service web) has reached a steady state.', null],
  ['(service web) has started 2 tasks: (task a) (task b).', null],
  [
    '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance x is already using a port required by your task.',
    'placement.port',
  ],
  [
    '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance x) has insufficient CPU units available.',
    'placement.capacity',
  ],
  [
    "(service web) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
    'placement.limit',
  ],
  [
    '(service web) was unable to place a task. Reason: The requested CPU configuration is above your limit.',
    'placement.limit',
  ],
  ['(service web) was unable to place a task. Reason: CannotPullContainerError: x: not found', 'image.missing'],
  ['(service web) was unable to place a task. Reason: SomethingNewError: x', 'unknown'],
  [
    '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    'deadlock.percentages',
  ],
  [
    '(service web) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-west-2:A:targetgroup/t/9880fafde4ee09bc) due to (reason Request timed out)',
    'elb.unhealthy',
  ],
  ['(service web) (task a) failed container health checks.', 'container.unhealthy'],
])('the event %s', (message, expected) => {
  expect(eventCause(message)?.class ?? null).toBe(expected);
});

test.each<[CauseClass, boolean]>([
  ['container.exit', true],
  ['image.missing', true],
  ['unknown', true],
  ['user.stopped', false],
  ['platform.interrupted', false],
])('%s speaks against the revision: %s', (kind, against) => {
  expect(speaksAgainst({ class: kind, reason: '', container: null, exitCode: null })).toBe(against);
});

test('a refusal of a sixth deployment is known', () => {
  expect(refusalCause('5 active deployments exist, unable to create new deployment.')).toBe('service.deploymentLimit');
  expect(refusalCause('TaskDefinition is inactive')).toBeNull();
});
