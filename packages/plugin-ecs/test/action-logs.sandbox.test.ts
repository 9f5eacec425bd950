import { aws } from '@funade/aws';
import { readEvents } from '@funade/core';
import { expect, test } from 'vitest';
import { useLogs } from '../src/api/read-clients.ts';
import { ecsPlugin } from '../src/plugin.ts';
import { type Shop, startShop } from './shop.ts';

async function noteOf(shop: Shop): Promise<string | null> {
  const { request, context } = await shop.rollbackOf();
  const [target] = await readEvents({ ...request, limit: 20 }, [await aws().load(), ecsPlugin], context);
  return target?.note ?? null;
}

/** Has the action logs of the cluster delivered to a resource, as somebody would by hand. */
async function deliverTo(shop: Shop, destinationResourceArn: string): Promise<void> {
  const { client, sdk } = await useLogs(shop.context, 'ap-northeast-1');
  const resourceArn = 'arn:aws:ecs:ap-northeast-1:222222222222:cluster/shop';
  await client.send(new sdk.PutDeliverySourceCommand({ name: 'shop', resourceArn, logType: 'ACTION_LOGS' }));
  const { deliveryDestination } = await client.send(
    new sdk.PutDeliveryDestinationCommand({
      name: 'to',
      deliveryDestinationConfiguration: { destinationResourceArn },
    }),
  );
  const pair = { deliverySourceName: 'shop', deliveryDestinationArn: deliveryDestination?.arn };
  await client.send(new sdk.CreateDeliveryCommand(pair));
}

test.each([
  ['arn:aws:s3:::shop-logs', 'action logs go to arn:aws:s3:::shop-logs, which is not read'],
  [
    'arn:aws:logs:ap-northeast-1:333333333333:log-group:central',
    'action logs go to arn:aws:logs:ap-northeast-1:333333333333:log-group:central, which is not read',
  ],
  [
    'arn:aws:logs:ap-northeast-1:222222222222:log-group:gone:*',
    expect.stringMatching(/^action logs in log group gone could not be read: /),
  ],
])('action logs that are delivered to %s', async (arn, note) => {
  await using shop = await startShop();
  expect(await noteOf(shop)).toBeNull();
  await using other = await startShop();
  await deliverTo(other, arn);
  expect(await noteOf(other)).toEqual(note);
});
