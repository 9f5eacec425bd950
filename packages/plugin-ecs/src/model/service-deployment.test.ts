import { expect, test } from 'vitest';
import {
  deploymentIdOf,
  type HookView,
  isEnded,
  pausedHook,
  rolledBackBy,
  type ServiceDeploymentView,
} from './service-deployment.ts';

function view(more: Partial<ServiceDeploymentView> = {}): ServiceDeploymentView {
  return {
    arn: 'arn',
    deploymentId: 'ecs-svc/2',
    status: 'IN_PROGRESS',
    reason: null,
    stage: null,
    hooks: [],
    triggered: null,
    alarms: [],
    circuitBreaker: null,
    rollbackTo: null,
    finishedAt: null,
    shift: null,
    ...more,
  };
}

const pause: HookView = { id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION', expiresAt: null, onExpiry: null };
const lambda: HookView = { ...pause, id: 'h2', type: 'AWS_LAMBDA' };

test.each([
  ['PENDING', false],
  ['IN_PROGRESS', false],
  ['STOP_REQUESTED', false],
  ['ROLLBACK_REQUESTED', false],
  ['ROLLBACK_IN_PROGRESS', false],
  ['SOMETHING_NEW', false],
  ['SUCCESSFUL', true],
  ['STOPPED', true],
  ['ROLLBACK_SUCCESSFUL', true],
  ['ROLLBACK_FAILED', true],
])('%s has ended: %s', (status, ended) => expect(isEnded(view({ status }))).toBe(ended));

test.each<[string, Partial<ServiceDeploymentView>, ReturnType<typeof rolledBackBy>]>([
  ['the breaker', { triggered: 'circuit-breaker' }, 'circuit-breaker'],
  ['an alarm', { triggered: 'alarm' }, 'alarm'],
  [
    'the breaker, although a hook failed too',
    { triggered: 'circuit-breaker', hooks: [{ ...lambda, status: 'FAILED' }] },
    'circuit-breaker',
  ],
  ['a failed Lambda hook', { hooks: [{ ...lambda, status: 'FAILED' }] }, 'hook'],
  ['an expired hook', { hooks: [{ ...pause, status: 'TIMED_OUT' }] }, 'hook'],
  ['somebody who told a pause to roll back', { hooks: [{ ...pause, status: 'FAILED' }] }, 'somebody'],
  ['somebody', {}, 'somebody'],
])('it was rolled back by %s', (_, ...[more, by]) => expect(rolledBackBy(view(more))).toBe(by));

test.each<[Partial<ServiceDeploymentView>, string | null]>([
  [{ hooks: [pause] }, 'h1'],
  [{ hooks: [{ ...lambda, status: 'IN_PROGRESS' }, pause] }, 'h1'],
  [{ hooks: [{ ...pause, status: 'SUCCEEDED' }] }, null],
  [{ hooks: [pause], status: 'ROLLBACK_IN_PROGRESS' }, null],
  [{}, null],
])('%j waits for %s', (more, id) => expect(pausedHook(view(more))?.id ?? null).toBe(id));

test('the number of a revision stays text', () => {
  expect(deploymentIdOf('arn:aws:ecs:eu-west-1:1:service-revision/shop/api/0192876543210987654')).toBe(
    'ecs-svc/0192876543210987654',
  );
});
