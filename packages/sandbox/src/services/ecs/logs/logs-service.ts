import { textIn, textsIn } from '../../../model/input.ts';
import type { AwsService } from '../../../model/service.ts';
import { advance } from '../advance.ts';
import type { EcsState } from '../state.ts';
import {
  createDelivery,
  deleteDelivery,
  describeDeliveries,
  describeDeliveryDestinations,
  describeDeliverySources,
  putDeliveryDestination,
  putDeliverySource,
} from './deliveries.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { groupNameIn } from './log-groups.ts';
import { startLiveTail } from './start-live-tail.ts';

/** CloudWatch Logs, as far as the awslogs driver and action logs of clusters fill it. It shares the state of ECS in the same account and region. */
export function logsServiceOf(ecsState: (account: string, region: string) => EcsState): AwsService<EcsState> {
  return {
    name: 'logs',
    wire: { protocol: 'json', targetPrefix: 'Logs_20140328' },
    createState: ecsState,
    advance,
    operations: {
      CreateDelivery: createDelivery,
      DeleteDelivery: deleteDelivery,
      DescribeDeliveries: describeDeliveries,
      DescribeDeliveryDestinations: describeDeliveryDestinations,
      DescribeDeliverySources: describeDeliverySources,
      DescribeLogGroups: describeLogGroups,
      FilterLogEvents: filterLogEvents,
      GetLogEvents: getLogEvents,
      PutDeliveryDestination: putDeliveryDestination,
      PutDeliverySource: putDeliverySource,
      StartLiveTail: startLiveTail,
    },
    resource: (operation, input, { account, region }) => {
      if (operation === 'StartLiveTail') return textsIn(input, 'logGroupIdentifiers') ?? [];
      if (operation.includes('Deliver')) return `arn:aws:logs:${region}:${account}:delivery*`;
      const group = operation === 'DescribeLogGroups' ? '' : groupNameIn(input);
      return `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${textIn(input, 'logStreamName') ?? ''}`;
    },
  };
}
