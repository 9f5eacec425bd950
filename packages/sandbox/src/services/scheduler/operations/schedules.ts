import { isDeepStrictEqual } from 'node:util';
import { numberIn, objectIn, textIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import type { Call, Operation, WireObject } from '../../../model/service.ts';
import { passRoleDenied } from '../../ecs/index.ts';
import { conflict, notFound, validation } from '../faults.ts';
import { planSchedule, type ScheduleRecord, type SchedulerState, scheduleArn } from '../state.ts';
import { checkSchedule } from '../validate.ts';

const most = 100;
const kept = ['ScheduleExpression', 'StartDate', 'EndDate', 'Description', 'KmsKeyArn', 'FlexibleTimeWindow'];

export const createSchedule: Operation<SchedulerState> = (state, call) => {
  const { input } = call;
  const { group, name } = placeOf(state, input);
  const known = state.schedules.get(`${group}/${name}`);
  const token = textIn(input, 'ClientToken');
  const request = token === undefined ? null : JSON.stringify(input);
  if (known !== undefined && request !== null && known.request === request) return { ScheduleArn: known.arn };
  if (known !== undefined) throw conflict(`Schedule ${name} already exists.`);
  checkSchedule(input);
  checkRole(input, call);
  return { ScheduleArn: putSchedule(state, input, { group, name, request }).arn };
};

/** A new schedule, put into the state. */
export function putSchedule(
  state: SchedulerState,
  input: WireObject,
  { group, name, request }: { readonly group: string; readonly name: string; readonly request: string | null },
): ScheduleRecord {
  const record: ScheduleRecord = {
    name,
    group,
    arn: scheduleArn(state, group, name),
    createdAt: state.ecs.now,
    modifiedAt: state.ecs.now,
    body: bodyOf(input),
    request,
    schedule: null,
    nextAt: null,
  };
  planSchedule(state, record);
  state.schedules.set(`${group}/${name}`, record);
  return record;
}

/** UpdateSchedule replaces: whatever is left out returns to its default, the state to ENABLED. */
export const updateSchedule: Operation<SchedulerState> = (state, call) => {
  const { input } = call;
  const record = scheduleOf(state, input);
  checkSchedule(input);
  checkRole(input, call);
  const { ScheduleExpression: before } = record.body;
  record.body = bodyOf(input);
  record.modifiedAt = state.ecs.now;
  // A rate that stays goes on counting from where it was.
  if (!isDeepStrictEqual(before, record.body.ScheduleExpression) || input.StartDate != null || record.nextAt === null) {
    planSchedule(state, record);
  }
  return { ScheduleArn: record.arn };
};

export const getSchedule: Operation<SchedulerState> = (state, { input }) => {
  const record = scheduleOf(state, input);
  return {
    Arn: record.arn,
    GroupName: record.group,
    Name: record.name,
    CreationDate: record.createdAt / 1000,
    LastModificationDate: record.modifiedAt / 1000,
    ...record.body,
  };
};

export const deleteSchedule: Operation<SchedulerState> = (state, { input }) => {
  const { group, name } = scheduleOf(state, input);
  state.schedules.delete(`${group}/${name}`);
  return {};
};

/** Shows of the target no more than its ARN. */
export const listSchedules: Operation<SchedulerState> = (state, { input }) => {
  const group = textIn(input, 'GroupName');
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const wanted = textIn(input, 'State');
  const records = [...state.schedules.values()].filter(
    (record) =>
      (group === undefined || record.group === group) &&
      record.name.startsWith(prefix) &&
      (wanted === undefined || record.body.State === wanted),
  );
  const { items, nextToken } = paged(records, input);
  return {
    Schedules: items.map(({ arn, group: GroupName, name, body, createdAt, modifiedAt }) => ({
      Arn: arn,
      GroupName,
      Name: name,
      State: body.State,
      CreationDate: createdAt / 1000,
      LastModificationDate: modifiedAt / 1000,
      Target: { Arn: objectIn(body, 'Target')?.Arn },
    })),
    NextToken: nextToken,
  };
};

/** One page of a list, by `MaxResults` and `NextToken`. */
export function paged<Item>(items: readonly Item[], input: WireObject) {
  const size = numberIn(input, 'MaxResults') ?? most;
  if (!Number.isInteger(size) || size < 1 || size > most) throw validation('MaxResults must be between 1 and 100.');
  const page = pageOf(items, { size, token: textIn(input, 'NextToken') });
  if (page === null) throw validation('Invalid NextToken.');
  return page;
}

function placeOf({ groups }: SchedulerState, input: WireObject): { readonly group: string; readonly name: string } {
  const name = textIn(input, 'Name') ?? '';
  const group = textIn(input, 'GroupName') ?? 'default';
  if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) throw validation(`Invalid schedule name ${name}.`);
  if (!groups.has(group)) throw notFound(`Schedule group ${group} does not exist.`);
  return { group, name };
}

function scheduleOf(state: SchedulerState, input: WireObject): ScheduleRecord {
  const { group, name } = placeOf(state, input);
  const record = state.schedules.get(`${group}/${name}`);
  if (record === undefined) throw notFound(`Schedule ${name} does not exist.`);
  return record;
}

function checkRole(input: WireObject, call: Call): void {
  const denial = passRoleDenied(
    call,
    textIn(objectIn(input, 'Target') ?? {}, 'RoleArn') ?? '',
    'scheduler.amazonaws.com',
  );
  if (denial !== null) throw denial;
}

function bodyOf(input: WireObject): WireObject {
  const given = kept.filter((member) => input[member] != null).map((member) => [member, input[member]]);
  return {
    ...Object.fromEntries(given),
    ScheduleExpressionTimezone: textIn(input, 'ScheduleExpressionTimezone') ?? 'UTC',
    State: textIn(input, 'State') ?? 'ENABLED',
    ActionAfterCompletion: textIn(input, 'ActionAfterCompletion') ?? 'NONE',
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      ...objectIn(input, 'Target'),
    },
  };
}
