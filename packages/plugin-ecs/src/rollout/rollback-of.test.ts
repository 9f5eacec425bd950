import { expect, test } from 'vitest';
import type { RolloutVerdict } from '../model/rollout-views.ts';
import type { RolledBackBy } from '../model/service-deployment.ts';
import { rollbackOf } from './rollback-of.ts';

const started = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'api:8',
  knownDeploymentIds: [],
  createdAt: null,
  previousTaskDefinition: null,
};
const unseen = { started, serviceDeployment: null, report: null };

test.each<[RolledBackBy, string | null]>([
  ['circuit-breaker', "ECS's circuit breaker"],
  ['alarm', 'an alarm'],
  ['hook', 'a lifecycle hook'],
  ['somebody', 'somebody asked for it'],
  [null, null],
])('a rollback by %s is told as %s', (by, why) => {
  const verdict: RolloutVerdict = { state: 'rolling-back', final: false, to: null, by };
  const back = { how: 'by-ecs', deploymentId: 'ecs-svc/2', why };
  expect(rollbackOf(verdict, unseen)).toEqual(back);
  expect(rollbackOf({ state: 'timed-out', final: true, certain: true, pending: verdict }, unseen)).toEqual(back);
});

test('a rollout that goes on is none', () => {
  expect(rollbackOf({ state: 'appearing', final: false }, unseen)).toBeNull();
});
