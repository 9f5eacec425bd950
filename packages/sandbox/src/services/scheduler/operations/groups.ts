import { textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { conflict, notFound, validation } from '../faults.ts';
import { addGroup, type ScheduleGroup, type SchedulerState } from '../state.ts';
import { paged } from './schedules.ts';

export const createScheduleGroup: Operation<SchedulerState> = (state, { input }) => {
  const name = textIn(input, 'Name') ?? '';
  if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) throw validation(`Invalid schedule group name ${name}.`);
  if (state.groups.has(name)) throw conflict(`Schedule group ${name} already exists.`);
  return { ScheduleGroupArn: addGroup(state, name).arn };
};

export const getScheduleGroup: Operation<SchedulerState> = (state, { input }) => groupView(groupOf(state, input));

/** The schedules of a group go with it. */
export const deleteScheduleGroup: Operation<SchedulerState> = (state, { input }) => {
  const { name } = groupOf(state, input);
  if (name === 'default') throw validation('The default schedule group can not be deleted.');
  state.groups.delete(name);
  for (const [key, { group }] of state.schedules) if (group === name) state.schedules.delete(key);
  return {};
};

export const listScheduleGroups: Operation<SchedulerState> = (state, { input }) => {
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const { items, nextToken } = paged(
    [...state.groups.values()].filter(({ name }) => name.startsWith(prefix)),
    input,
  );
  return { ScheduleGroups: items.map(groupView), NextToken: nextToken };
};

function groupOf({ groups }: SchedulerState, input: WireObject): ScheduleGroup {
  const name = textIn(input, 'Name') ?? '';
  const group = groups.get(name);
  if (group === undefined) throw notFound(`Schedule group ${name} does not exist.`);
  return group;
}

function groupView({ name, arn, createdAt }: ScheduleGroup): WireObject {
  return {
    Arn: arn,
    Name: name,
    State: 'ACTIVE',
    CreationDate: createdAt / 1000,
    LastModificationDate: createdAt / 1000,
  };
}
