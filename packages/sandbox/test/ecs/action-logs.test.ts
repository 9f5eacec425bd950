import { expect, test } from 'vitest';
import { type Answer, epoch, type Region, shop, startRegion, update } from './region.ts';

const resourceArn = 'arn:aws:ecs:ap-northeast-1:111111111111:cluster/shop';
const logGroup = 'arn:aws:logs:ap-northeast-1:111111111111:log-group:/ecs/actions';
const source = { name: 'shop', resourceArn, logType: 'ACTION_LOGS' };
const destination = { name: 'actions', deliveryDestinationConfiguration: { destinationResourceArn: logGroup } };

function deliver(region: Region): Answer {
  region.call('PutDeliverySource', source);
  const { deliveryDestination } = region.call('PutDeliveryDestination', destination);
  const pair = { deliverySourceName: 'shop', deliveryDestinationArn: deliveryDestination.arn };
  return { ...region.call('CreateDelivery', pair), pair };
}

const entries = (region: Region): Answer[] =>
  region
    .call('FilterLogEvents', { logGroupName: '/ecs/actions' })
    .events.map(({ message, logStreamName }: Answer) => ({ ...JSON.parse(message), logStreamName }));

test('11.12 a cluster becomes a source of action logs, once', () => {
  const region = startRegion();
  const put = (more: object) => () => region.call('PutDeliverySource', { ...source, ...more });
  expect(put({})().deliverySource).toMatchObject({ name: 'shop', resourceArns: [resourceArn], logType: 'ACTION_LOGS' });
  expect(put({ logType: 'ACCESS_LOGS' })).toThrow('ACCESS_LOGS');
  expect(put({ resourceArn: `${resourceArn}s` })).toThrow('does not exist');
  expect(put({ name: 'other' })).toThrow('already been used');
  expect(put({})).not.toThrow();
});

test('11.13 a delivery pairs a source with a destination', () => {
  const region = startRegion();
  const { delivery, pair } = deliver(region);
  expect(delivery).toMatchObject({ deliverySourceName: 'shop', deliveryDestinationType: 'CWL' });
  expect(() => region.call('CreateDelivery', pair)).toThrow('already exists');
  expect(() => region.call('CreateDelivery', { ...pair, deliverySourceName: 'x' })).toThrow('does not exist');
  const bucket = { name: 'b', deliveryDestinationConfiguration: { destinationResourceArn: 'arn:aws:s3:::logs' } };
  expect(region.call('PutDeliveryDestination', bucket).deliveryDestination.deliveryDestinationType).toBe('S3');
  region.call('DeleteDelivery', { id: delivery.id });
  expect(region.call('DescribeDeliveries')).toEqual({ deliveries: [] });
});

test('11.14 sources, destinations and deliveries are listed', () => {
  const region = startRegion();
  const { delivery } = deliver(region);
  expect(region.call('DescribeDeliverySources').deliverySources.map(({ name }: Answer) => name)).toEqual(['shop']);
  expect(region.call('DescribeDeliveryDestinations').deliveryDestinations).toEqual([
    expect.objectContaining({
      deliveryDestinationType: 'CWL',
      deliveryDestinationConfiguration: { destinationResourceArn: logGroup },
    }),
  ]);
  expect(region.call('DescribeDeliveries', { limit: 1 }).deliveries).toEqual([delivery]);
  expect(() => region.call('DescribeDeliveries', { limit: 51 })).toThrow('limit');
});

test('11.15 what becomes of deployments and of lost tasks is written to the log group', () => {
  const region = startRegion({ ...shop, actionLogs: { shop: '/ecs/actions' } });
  expect(entries(region)).toEqual([]);
  region.control.behave({ match: { revision: 2 }, becomes: { type: 'exits', code: 1, afterSeconds: 1 } });
  update(region, { taskDefinition: 'api:2' });
  region.pass(3);
  expect(entries(region)).toEqual([]);
  region.pass(60);
  const found = entries(region);
  expect(found[0]).toMatchObject({
    timestamp: expect.any(Number),
    logLevel: 'INFO',
    resourceArn,
    actionSourceId: 'arn:aws:ecs:ap-northeast-1:111111111111:service/shop/api',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    detail: { serviceDeploymentArn: expect.stringContaining(':service-deployment/shop/api/'), status: 'IN_PROGRESS' },
    logStreamName: 'ecs/shop/api',
  });
  expect(found[0].timestamp).toBeGreaterThanOrEqual(epoch);
  expect(found.find(({ eventTimestamp }) => eventTimestamp !== undefined)).toMatchObject({
    actionSourceId: 'api',
    detail: {
      eventName: 'SERVICE_TASK_STOPPED',
      deploymentArn: expect.stringMatching(/^ecs-svc/),
      stopCode: 'EssentialContainerExited',
    },
  });
});
