import type { AwsService } from '../../../service.ts';
import { advance } from '../advance.ts';
import type { EcsState } from '../state.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';

/** CloudWatch Logs, as far as the awslogs driver fills it. It shares the state of ECS in the same account and region. */
export function logsServiceOf(ecsState: (account: string, region: string) => EcsState): AwsService<EcsState> {
  return {
    name: 'logs',
    targetPrefix: 'Logs_20140328',
    createState: ecsState,
    advance,
    operations: { FilterLogEvents: filterLogEvents, GetLogEvents: getLogEvents },
  };
}
