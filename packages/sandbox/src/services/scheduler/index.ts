import type { AwsService } from '../../model/service.ts';
import { checkedOperations } from '../../wire/checked-operations.ts';
import { advanceEcs, type EcsState } from '../ecs/index.ts';
import requests from './models/requests.json' with { type: 'json' };
import * as groups from './operations/groups.ts';
import * as schedules from './operations/schedules.ts';
import { createSchedulerState, type SchedulerState, scheduleArn } from './state.ts';

export { createSchedulerControl, type SchedulerControl } from './control.ts';
export { putSeededSchedule, schedulesSchema } from './seed.ts';
export type { SchedulerState } from './state.ts';

const one = '/schedules/{Name}';
const group = '/schedule-groups/{Name}';

/** EventBridge Scheduler. Its time is that of the ECS of the same account and region. */
export function schedulerServiceOf(ecsOf: (account: string, region: string) => EcsState): AwsService<SchedulerState> {
  return {
    name: 'scheduler',
    wire: {
      protocol: 'rest-json',
      routes: {
        CreateSchedule: { method: 'POST', path: one },
        UpdateSchedule: { method: 'PUT', path: one },
        GetSchedule: { method: 'GET', path: one, query: { GroupName: 'groupName' } },
        DeleteSchedule: { method: 'DELETE', path: one, query: { GroupName: 'groupName', ClientToken: 'clientToken' } },
        ListSchedules: {
          method: 'GET',
          path: '/schedules',
          query: {
            GroupName: 'ScheduleGroup',
            NamePrefix: 'NamePrefix',
            State: 'State',
            NextToken: 'NextToken',
            MaxResults: 'MaxResults',
          },
        },
        CreateScheduleGroup: { method: 'POST', path: group },
        GetScheduleGroup: { method: 'GET', path: group },
        DeleteScheduleGroup: { method: 'DELETE', path: group, query: { ClientToken: 'clientToken' } },
        ListScheduleGroups: {
          method: 'GET',
          path: '/schedule-groups',
          query: { NamePrefix: 'NamePrefix', NextToken: 'NextToken', MaxResults: 'MaxResults' },
        },
      },
    },
    createState: (account, region) => createSchedulerState({ account, region }, ecsOf(account, region)),
    advance: ({ ecs }, now, lookup) => advanceEcs(ecs, now, lookup),
    resource: (operation, input, state) => {
      const { Name, GroupName = 'default' } = input;
      if (typeof Name !== 'string' || operation.endsWith('Group')) return null;
      return scheduleArn(state, String(GroupName), Name);
    },
    operations: checkedOperations<SchedulerState>(
      {
        CreateSchedule: schedules.createSchedule,
        UpdateSchedule: schedules.updateSchedule,
        GetSchedule: schedules.getSchedule,
        DeleteSchedule: schedules.deleteSchedule,
        ListSchedules: schedules.listSchedules,
        CreateScheduleGroup: groups.createScheduleGroup,
        GetScheduleGroup: groups.getScheduleGroup,
        DeleteScheduleGroup: groups.deleteScheduleGroup,
        ListScheduleGroups: groups.listScheduleGroups,
      },
      requests,
    ),
  };
}
