import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import * as rollout from './rollout-errors.ts';
import { type RolloutStand, unknownStand } from './rollout-stand.ts';
import * as watching from './watch-errors.ts';

const errors = { ...rollout, ...watching };
const place = { cluster: 'shop', service: 'api' };
const unexplained: rollout.Why = { cause: null, evidence: [], hint: null, details: null, stand: unknownStand };
const stand: RolloutStand = {
  ...unknownStand,
  requested: 'shop-api:13',
  serving: { id: 'ecs-svc/1', taskDefinition: 'shop-api:12' },
  circuitBreaker: { failureCount: 3, threshold: 3 },
  alarms: ['errors', 'latency'],
};
const explained: rollout.Why = {
  cause: 'image.missing: CannotPullContainerError',
  evidence: ['task 16d7'],
  hint: 'the image is not in the registry',
  details: { stopped: { count: 3 } },
  stand,
};
const deploymentId = 'ecs-svc/2';
const named = { environment: 'production', target: 'api' };
const to = { id: 'ecs-svc/1', taskDefinition: 'shop-api:12' };
const reason = new DeployError('INTERRUPTED', 'stopped by SIGINT');
const interruption = { deploymentId, environment: 'production', target: 'api', link: 'https://console', reason };
const pause = { deploymentId, environment: 'production', target: 'api', hook: 'h-1', stand };
const other = { deploymentId: 'ecs-svc/1', taskDefinition: 'shop-api:11' };
const newer = { deploymentId, by: 'ecs-svc/3', taskDefinition: 'shop-api:14' };
const byNewer = { ...newer, ...named };
const wait = { deploymentId, budget: '20m', pending: '1/3 running; 2 old running', environment: 'production' };

const all: Readonly<Record<keyof typeof errors, readonly DeployError[]>> = {
  rolloutFailed: [
    errors.rolloutFailed(place, { deploymentId, ...named, left: null, why: unexplained }),
    errors.rolloutFailed(place, { deploymentId, ...named, left: 'ECS has stopped it', why: explained }),
  ],
  tasksKeepFailing: [
    errors.tasksKeepFailing(place, {
      deploymentId,
      ...named,
      count: 3,
      settled: null,
      left: 'it was stopped midway',
      why: explained,
    }),
    errors.tasksKeepFailing(place, { deploymentId, ...named, count: 1, settled: '42s', left: null, why: explained }),
  ],
  rolledBack: [
    errors.rolledBack(place, { deploymentId, ...named, to, by: 'circuit-breaker', why: explained }),
    errors.rolledBack(place, { deploymentId, ...named, to, by: 'alarm', why: unexplained }),
    errors.rolledBack(place, { deploymentId, ...named, to, by: 'alarm', why: explained }),
    errors.rolledBack(place, { deploymentId, ...named, to, by: 'hook', why: unexplained }),
    errors.rolledBack(place, { deploymentId, ...named, to, by: 'us', why: unexplained }),
    errors.rolledBack(place, { deploymentId, ...named, to: null, by: 'somebody', why: unexplained }),
    errors.rolledBack(place, { deploymentId, ...named, to: null, by: null, why: unexplained }),
  ],
  rollbackFailed: [
    errors.rollbackFailed(place, { deploymentId, ...named, to, by: 'circuit-breaker', why: explained }),
    errors.rollbackFailed(place, { deploymentId, ...named, to: null, by: null, why: unexplained }),
  ],
  nothingToRollBackTo: [errors.nothingToRollBackTo(place, { deploymentId, ...named })],
  abortedTooLate: [errors.abortedTooLate(place, 'ecs-svc/2')],
  rolloutUnproven: [
    errors.rolloutUnproven(place, {
      deploymentId,
      ...named,
      taskDefinition: 'shop-api:13',
      wrong: ['task a1 runs shop-api:12'],
      stand: unknownStand,
    }),
    errors.rolloutUnproven(place, {
      deploymentId,
      ...named,
      taskDefinition: 'shop-api:13',
      wrong: [],
      stand: unknownStand,
    }),
  ],
  rolloutStopped: [errors.rolloutStopped(place, { deploymentId, ...named, stand })],
  rolloutPaused: [
    errors.rolloutPaused(place, { ...pause, stage: 'PRE_SCALE_UP', expiresAt: 0, onExpiry: 'ROLLBACK' }),
    errors.rolloutPaused(place, { ...pause, stage: null, expiresAt: 0, onExpiry: 'CONTINUE' }),
    errors.rolloutPaused(place, { ...pause, stage: null, expiresAt: null, onExpiry: null }),
  ],
  deploymentBusy: [
    errors.deploymentBusy(place, { ...other, waited: null }),
    errors.deploymentBusy(place, { ...other, waited: '15m' }),
  ],
  deploymentLimit: [errors.deploymentLimit(place, new Error('5 active deployments exist'))],
  movedWhileChecked: [errors.movedWhileChecked(place, byNewer)],
  superseded: [errors.superseded(place, { ...newer, at: 0 }), errors.superseded(place, { ...newer, at: null })],
  serviceDeleted: [errors.serviceDeleted(place)],
  rolloutTimedOut: [errors.rolloutTimedOut(place, wait), errors.rolloutTimedOut(place, { ...wait, why: explained })],
  deploymentUnknown: [
    errors.deploymentUnknown(place, {
      environment: 'production',
      cause: new DeployError('AWS_ACCESS_DENIED', 'ecs:ListServiceDeployments is not allowed'),
    }),
  ],
  rolloutUnseen: [
    errors.rolloutUnseen(place, {
      deploymentId,
      environment: 'production',
      target: 'api',
      cause: new DeployError('AWS_EXPIRED_TOKEN', 'the token has expired', { hint: 'ask for a new one' }),
    }),
  ],
  serviceDeploymentMissing: [errors.serviceDeploymentMissing(place, deploymentId)],
  watchInterrupted: [errors.watchInterrupted(place, interruption)],
  rollbackRequested: [errors.rollbackRequested(place, interruption)],
};

test('every error of a rollout reads as it should', () => {
  const texts = Object.values(all)
    .flat()
    .map(({ code, category, outcome, message, hint, cause }) => {
      const because = cause instanceof Error ? `\n  because: ${cause.message}` : '';
      return `${code} ${category}${outcome === null ? '' : ` → ${outcome}`}\n  ${message}${because}\n  hint: ${hint}`;
    });
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "ROLLOUT_FAILED failed → failed
      deployment ecs-svc/2 of api failed
      hint: see what ECS says: \`funade events production --service api\`
    ROLLOUT_FAILED failed → failed
      deployment ecs-svc/2 of api failed (3 failed tasks, threshold 3); ECS has stopped it; ecs-svc/1 is serving shop-api:12, not shop-api:13
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    TASKS_KEEP_FAILING failed → failed
      deployment ecs-svc/2 of api failed: 3 of its tasks stopped for the same reason; it was stopped midway; ecs-svc/1 is serving shop-api:12, not shop-api:13
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    TASKS_KEEP_FAILING failed → failed
      deployment ecs-svc/2 of api was completed, but one of its tasks stopped within 42s; ecs-svc/1 is serving shop-api:12, not shop-api:13
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by ECS's circuit breaker (3 failed tasks, threshold 3): ecs-svc/1 is serving shop-api:12 again, not shop-api:13
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by an alarm: ecs-svc/1 is serving shop-api:12 again
      hint: see what ECS says: \`funade events production --service api\`
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by the alarms errors, latency: ecs-svc/1 is serving shop-api:12 again, not shop-api:13
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by a lifecycle hook: ecs-svc/1 is serving shop-api:12 again
      hint: see what ECS says: \`funade events production --service api\`
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by this run: ecs-svc/1 is serving shop-api:12 again
      hint: see what ECS says: \`funade events production --service api\`
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back by somebody
      hint: see what ECS says: \`funade events production --service api\`
    ROLLED_BACK failed → rolled-back
      deployment ecs-svc/2 of api was rolled back
      hint: see what ECS says: \`funade events production --service api\`
    ROLLBACK_FAILED failed → failed
      deployment ecs-svc/2 of api failed, and so did the rollback to ecs-svc/1 (shop-api:12)
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry
    ROLLBACK_FAILED failed → failed
      deployment ecs-svc/2 of api failed, and so did the rollback
      hint: see what ECS says: \`funade events production --service api\`
    NOTHING_TO_ROLL_BACK_TO failed → failed
      deployment ecs-svc/2 of api has nothing to roll back to, so ECS continues it
      hint: see: \`funade status production --service api\`
    ABORTED_TOO_LATE failed → failed
      ECS completed deployment ecs-svc/2 of api before it could be rolled back: it is serving
      hint: \`funade rollback\` deploys what ran before
    ROLLOUT_UNPROVEN failed → failed
      ECS says that deployment ecs-svc/2 of api is completed, but task a1 runs shop-api:12
      hint: see: \`funade tasks production --service api\`
    ROLLOUT_UNPROVEN failed → failed
      ECS says that deployment ecs-svc/2 of api is completed, but none of its tasks is running
      hint: see: \`funade tasks production --service api\`
    ROLLOUT_STOPPED failed → stopped
      deployment ecs-svc/2 of api was stopped by somebody
      hint: old and new tasks may both be running; see: \`funade tasks production --service api\`
    ROLLOUT_PAUSED failed → paused
      deployment ecs-svc/2 of api is waiting for approval at PRE_SCALE_UP until 1970-01-01T00:00:00.000Z, then rolls back (hook h-1)
      hint: \`funade continue production --service api\` continues it, \`funade abort production --service api\` rolls it back
    ROLLOUT_PAUSED failed → paused
      deployment ecs-svc/2 of api is waiting for approval until 1970-01-01T00:00:00.000Z, then continues (hook h-1)
      hint: \`funade continue production --service api\` continues it, \`funade abort production --service api\` rolls it back
    ROLLOUT_PAUSED failed → paused
      deployment ecs-svc/2 of api is waiting for approval (hook h-1)
      hint: \`funade continue production --service api\` continues it, \`funade abort production --service api\` rolls it back
    DEPLOYMENT_BUSY failed → failed
      deployment ecs-svc/1 of api (shop-api:11) is in progress
      hint: run it again when that has ended, or set ecs.onBusy to 'supersede' to replace it
    DEPLOYMENT_BUSY failed → failed
      deployment ecs-svc/1 of api (shop-api:11) is still in progress after 15m
      hint: run it again when that has ended, or set ecs.onBusy to 'supersede' to replace it
    DEPLOYMENT_LIMIT failed
      ECS accepts no further deployment of api: five are active
      because: 5 active deployments exist
      hint: tasks with scale-in protection keep old ones active; see: aws ecs describe-services --cluster shop --services api --query 'services[0].deployments'
    MOVED_WHILE_CHECKED failed → superseded
      deployment ecs-svc/3 of shop-api:14 took over api while it was checked: the check proves nothing about deployment ecs-svc/2
      hint: see what is serving: \`funade status production --service api\`
    SUPERSEDED failed → superseded
      deployment ecs-svc/2 of api was superseded by ecs-svc/3 with task definition shop-api:14, started at 1970-01-01T00:00:00.000Z
      hint: somebody else deployed this service; find out who before deploying again
    SUPERSEDED failed → superseded
      deployment ecs-svc/2 of api was superseded by ecs-svc/3 with task definition shop-api:14
      hint: somebody else deployed this service; find out who before deploying again
    SERVICE_DELETED failed → failed
      service api in cluster shop was deleted during its rollout
      hint: create the service again, or remove it from the config
    ROLLOUT_TIMED_OUT failed → timed-out
      deployment ecs-svc/2 of api is not done after 20m: 1/3 running; 2 old running
      hint: it continues in ECS; \`funade watch production\` keeps waiting; raise ecs.wait.budget to wait longer
    ROLLOUT_TIMED_OUT failed → timed-out
      deployment ecs-svc/2 of api is not done after 20m: 1/3 running; 2 old running
      because: image.missing: CannotPullContainerError
      hint: the image is not in the registry; it continues in ECS; \`funade watch production\` keeps waiting; raise ecs.wait.budget to wait longer
    DEPLOYMENT_UNKNOWN failed
      the last run was killed while it was updating api; it is not known whether ECS started a deployment
      because: ecs:ListServiceDeployments is not allowed
      hint: \`funade status production\` shows what is serving; deploy again to be sure
    ROLLOUT_UNSEEN failed
      deployment ecs-svc/2 of api can no longer be watched; it continues in ECS
      because: the token has expired
      hint: ask for a new one; then \`funade watch production --service api\` keeps waiting
    SERVICE_DEPLOYMENT_MISSING failed
      ECS lists no service deployment of ecs-svc/2 of api
      hint: aws ecs list-service-deployments --cluster shop --service api
    WATCH_INTERRUPTED interrupted → cancelled
      stopped watching api: deployment ecs-svc/2 continues in ECS
      because: stopped by SIGINT
      hint: \`funade watch production --service api\` keeps waiting, \`funade abort production --service api\` rolls it back; see https://console
    ROLLBACK_REQUESTED interrupted → cancelled
      stopped watching api: deployment ecs-svc/2 is being rolled back by ECS
      because: stopped by SIGINT
      hint: \`funade watch production --service api\` waits for that; see https://console"
  `);
});
