import { expect, test } from 'vitest';
import { type Answer, api, primary, type Region, startRegion, taskDefinition, update } from './region.ts';

const arn = (name: string): string => `arn:aws:ecs:ap-northeast-1:111111111111:task-definition/${name}`;

/** The shop on revision 1, with revisions 2 and 3 that nothing uses. */
function start(): Region {
  return startRegion({
    taskDefinitions: ['v1', 'v2', 'v3'].map((tag) => taskDefinition(tag)),
    clusters: { shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2 } } } },
  });
}

const deregister = (region: Region, revision: number): unknown =>
  region.call('DeregisterTaskDefinition', { taskDefinition: `api:${revision}` });
const remove = (region: Region, ...taskDefinitions: readonly string[]): Answer =>
  region.call('DeleteTaskDefinitions', { taskDefinitions });
const list = (region: Region, status: string): string[] =>
  region.call('ListTaskDefinitions', { familyPrefix: 'api', status }).taskDefinitionArns;

test('2.21 only INACTIVE revisions are deleted, ten at most', () => {
  const region = start();
  deregister(region, 1);
  const answer = remove(region, 'api:1', 'api:2', 'api:9', 'api');
  expect(answer.taskDefinitions).toMatchObject([
    {
      taskDefinitionArn: arn('api:1'),
      status: 'DELETE_IN_PROGRESS',
      deregisteredAt: region.now() / 1000,
      deleteRequestedAt: region.now() / 1000,
    },
  ]);
  const unknown = 'The specified task definition does not exist.';
  expect(answer.failures).toEqual([
    { arn: arn('api:2'), reason: expect.stringContaining('still in ACTIVE status') },
    { arn: 'api:9', reason: unknown },
    { arn: 'api', reason: unknown },
  ]);
  expect(list(region, 'DELETE_IN_PROGRESS')).toEqual([arn('api:1')]);
  expect(list(region, 'INACTIVE')).toEqual([]);
  expect(() => deregister(region, 1)).toThrow('The specified task definition is inactive.');
  const refused = expect.objectContaining({ code: 'InvalidParameterException' });
  expect(() => remove(region)).toThrow(refused);
  expect(() => remove(region, ...Array.from({ length: 11 }, () => 'api:1'))).toThrow(refused);
});

test('2.22 a revision is gone once nothing uses it, and its number stays taken', () => {
  const region = start();
  for (const revision of [2, 3]) deregister(region, revision);
  remove(region, 'api:3');
  region.pass(1);
  expect(list(region, 'DELETE_IN_PROGRESS')).toEqual([]);
  expect(() => region.call('DescribeTaskDefinition', { taskDefinition: 'api:3' })).toThrow(
    'Unable to describe task definition.',
  );
  const again = region.call('RegisterTaskDefinition', taskDefinition('v4') as never);
  expect(again.taskDefinition.revision).toBe(4);
});

test('6.17 what ran of a revision that is gone is still told by its service revision', () => {
  const region = start();
  update(region, { taskDefinition: 'api:2' });
  region.pass(300);
  const [service] = region.call('DescribeServices', { cluster: 'shop', services: ['api'] }).services;
  const [first] = region
    .call('ListServiceDeployments', { cluster: 'shop', service: 'api' })
    .serviceDeployments.slice(-1);
  expect(service.taskDefinition).toMatch(/api:2$/);
  deregister(region, 1);
  remove(region, 'api:1');
  region.pass(1);
  const [revision] = region.call('DescribeServiceRevisions', {
    serviceRevisionArns: [first.targetServiceRevisionArn],
  }).serviceRevisions;
  expect(revision).toMatchObject({
    taskDefinition: expect.stringMatching(/api:1$/),
    containerImages: [expect.any(Object)],
  });
});

test('2.22 a service runs on, scales and goes back to a revision that is being deleted', () => {
  const region = start();
  deregister(region, 1);
  remove(region, 'api:1');
  update(region, { desiredCount: 3 });
  region.pass(60);
  expect(api(region)).toMatchObject({ runningCount: 3 });
  const before = primary(region).id;
  region.control.behave({ match: { revision: 2 }, becomes: 'image-missing' });
  const breaker = { enable: true, rollback: true };
  update(region, { taskDefinition: 'api:2', deploymentConfiguration: { deploymentCircuitBreaker: breaker } });
  region.passUntil(() => primary(region).id === before && primary(region).rolloutState === 'COMPLETED');
  expect(() => update(region, { taskDefinition: 'api:1' })).toThrow('TaskDefinition is inactive');
  region.control.resetBehaviours();
  update(region, { taskDefinition: 'api:2' });
  region.pass(300);
  expect(list(region, 'DELETE_IN_PROGRESS')).toEqual([]);
});
