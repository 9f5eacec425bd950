import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import { api, type Region, shop, startRegion, update } from './region.ts';

function controlledBy(type: 'CODE_DEPLOY' | 'EXTERNAL'): Region {
  return startRegion({
    ...shop,
    clusters: {
      shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2, deploymentController: { type } } } },
    },
  });
}

const invalid = (message: string): object => expect.objectContaining({ code: 'InvalidParameterException', message });
const codeDeploy =
  'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';

test('10.1 a service of CodeDeploy is deployed by CodeDeploy alone', () => {
  const region = controlledBy('CODE_DEPLOY');
  expect(() => update(region, { taskDefinition: 'api:2' })).toThrow(
    invalid(`Unable to update task definition ${codeDeploy}`),
  );
  expect(() => update(region, { networkConfiguration: {} })).toThrow(
    invalid(`Unable to update network parameters ${codeDeploy}`),
  );
  expect(() => update(region, { forceNewDeployment: true })).toThrow(
    invalid(`Cannot force a new deployment ${codeDeploy}`),
  );
  expect(() => update(region, { platformVersion: '1.4.0' })).toThrow(/^Unable to update platform version on services/);
  expect(() => update(region, { loadBalancers: [] })).toThrow(/^Unable to update load balancers on services/);
  const allowed = { healthCheckGracePeriodSeconds: 30, enableECSManagedTags: true, propagateTags: 'SERVICE' };
  const deploymentConfiguration = { maximumPercent: 150 };
  expect(update(region, { desiredCount: 3, deploymentConfiguration, ...allowed })).toMatchObject(allowed);
  region.pass(60);
  expect(api(region)).toMatchObject({
    runningCount: 3,
    deployments: [],
    deploymentController: { type: 'CODE_DEPLOY' },
    taskSets: [{ status: 'PRIMARY', runningCount: 3, stabilityStatus: 'STEADY_STATE' }],
  });
});

test('10.2 a service of an external controller has no tasks of its own', () => {
  const region = controlledBy('EXTERNAL');
  expect(api(region)).toMatchObject({ deployments: [], runningCount: 0, status: 'ACTIVE' });
  expect(() => update(region, { taskDefinition: 'api:2' })).toThrow(
    /^Unable to update task definition on services with an EXTERNAL/,
  );
  expect(() => update(region, { deploymentConfiguration: {} })).toThrow(/^Unable to update deployment configuration/);
  const allowed = { desiredCount: 4, healthCheckGracePeriodSeconds: 30, propagateTags: 'SERVICE' };
  expect(update(region, allowed)).toMatchObject(allowed);
});

test('10.3 tags are put on clusters, services, tasks and task definitions', () => {
  const region = startRegion();
  const service = api(region);
  const [task] = region.call('ListTasks', { cluster: 'shop' }).taskArns;
  for (const resourceArn of [service.clusterArn, service.serviceArn, service.taskDefinition, task]) {
    region.call('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    region.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '3' }] });
    region.call('UntagResource', { resourceArn, tagKeys: ['b'] });
    expect(region.call('ListTagsForResource', { resourceArn })).toEqual({ tags: [{ key: 'a', value: '3' }] });
  }
  expect(() => region.call('ListTagsForResource', { resourceArn: `${service.serviceArn}x` })).toThrow(
    expect.objectContaining({ code: 'ResourceNotFoundException' }),
  );
  expect(() => region.call('ListTagsForResource', { resourceArn: 'api' })).toThrow(
    expect.objectContaining({ code: 'InvalidParameterException' }),
  );
});

test('10.4 buckets run empty and refill, each group its own', () => {
  const region = startRegion();
  const describe = (): void => void region.call('DescribeServices', { cluster: 'shop', services: ['api'] });
  for (let count = 0; count < 200; count += 1) describe();
  region.control.setThrottling(true);
  for (let count = 0; count < 100; count += 1) describe();
  const throttled = expect.objectContaining({ code: 'ThrottlingException', message: 'Rate exceeded' });
  expect(describe).toThrow(throttled);
  expect(() => region.call('ListServices', { cluster: 'shop' })).toThrow(throttled);
  expect(() => region.call('ListTasks', { cluster: 'shop' })).not.toThrow();
  region.pass(1);
  for (let count = 0; count < 20; count += 1) describe();
  expect(describe).toThrow(throttled);
});

const buckets: readonly (readonly [burst: number, refill: number, operations: readonly string[]])[] = [
  [20, 1, ['CreateCluster', 'DeleteCluster']],
  [50, 20, ['DescribeClusters', 'ListClusters']],
  [20, 1, ['RegisterTaskDefinition', 'DeregisterTaskDefinition']],
  [50, 20, ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies']],
  [20, 10, ['TagResource', 'UntagResource']],
  [50, 20, ['ListTagsForResource']],
  [100, 40, ['RunTask', 'StopTask']],
  [100, 20, ['DescribeTasks', 'ListTasks']],
  [5, 1, ['DeleteTaskDefinitions']],
  [50, 5, ['CreateService', 'UpdateService', 'DeleteService']],
  [100, 20, ['DescribeServices', 'ListServices']],
  [50, 20, ['ListServiceDeployments', 'DescribeServiceDeployments']],
  [50, 20, ['DescribeServiceRevisions']],
];

test.each(buckets)('10.4 a bucket of %i that refills by %i is shared by %j', (burst, refill, operations) => {
  const region = startRegion();
  region.control.setThrottling(true);
  /** Whether the call has a token; that the request itself is refused for lack of members is nothing to a bucket. */
  const passes = (operation: string): boolean => {
    try {
      region.call(operation, { cluster: 'none' });
      return true;
    } catch (error) {
      return (error as { code?: string }).code !== 'ThrottlingException';
    }
  };
  const count = (): number => {
    let passed = 0;
    while (passes(operations[passed % operations.length] ?? '')) passed += 1;
    return passed;
  };
  expect(count()).toBe(burst);
  region.pass(1);
  expect(count()).toBe(refill);
  region.pass(3600);
  expect(count()).toBe(burst);
});

test.each<[WireObject, string]>([
  [{ family: 1 }, 'NUMBER_VALUE can not be converted to a String'],
  [
    { containerDefinitions: [{ environment: [{ name: 'DEBUG', value: true }] }] },
    'TRUE_VALUE can not be converted to a String',
  ],
  [
    { containerDefinitions: [{ environment: [{ name: 'PORT', value: 8080 }] }] },
    'NUMBER_VALUE can not be converted to a String',
  ],
  [{ containerDefinitions: [{ dockerLabels: { a: false } }] }, 'FALSE_VALUE can not be converted to a String'],
  [{ containerDefinitions: [{ command: [{}] }] }, 'Start of structure or map found where not expected.'],
  [{ containerDefinitions: [{ essential: 'yes' }] }, 'STRING_VALUE can not be converted to a Boolean'],
  [{ containerDefinitions: [{ memory: '512' }] }, 'STRING_VALUE can not be converted to an Integer'],
  [{ containerDefinitions: {} }, 'Unexpected field type'],
  [{ runtimePlatform: [] }, 'Start of list found where not expected.'],
  [{ runtimePlatform: 'LINUX' }, 'Unexpected field type'],
])('10.5 %j is refused', (input, message) => {
  expect(() => startRegion().call('RegisterTaskDefinition', { family: 'a', ...input })).toThrow(
    expect.objectContaining({ code: 'SerializationException', message }),
  );
});

test('10.5 a member of the wrong type is refused', () => {
  const region = startRegion();
  for (const input of [{ desiredCount: 'two' }, { taskDefinition: 2 }, { forceNewDeployment: 'yes' }]) {
    expect(() => update(region, input)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
  }
});

test.each([
  ['DescribeServices', 'services', 10],
  ['DescribeTasks', 'tasks', 100],
  ['DescribeClusters', 'clusters', 100],
  ['DescribeServiceDeployments', 'serviceDeploymentArns', 20],
  ['DescribeServiceRevisions', 'serviceRevisionArns', 20],
])('10.6 %s takes %s up to %i', (operation, member, most) => {
  const region = startRegion();
  const ask = (count: number) =>
    region.call(operation, { cluster: 'shop', [member]: Array.from({ length: count }, (_, index) => `none-${index}`) });
  expect(ask(most).failures).toHaveLength(most);
  const refused = expect.objectContaining({ code: 'InvalidParameterException' });
  expect(() => ask(most + 1)).toThrow(refused);
  if (operation !== 'DescribeClusters') expect(() => ask(0)).toThrow(refused);
});
