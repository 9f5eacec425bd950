import { objectIn, textIn } from '../../model/input.ts';
import type { Lookup, Scope, WireObject } from '../../model/service.ts';
import {
  type EcsState,
  type Invocation,
  launch,
  parseSchedule,
  runTaskInput,
  type Schedule,
  starterName,
} from '../ecs/index.ts';

export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
}

export interface ScheduleRecord {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** What it was last sent, with the defaults of what was left out. */
  body: WireObject;
  /** The request that made it, if that had a `ClientToken`. */
  readonly request: string | null;
  schedule: Schedule | null;
  nextAt: number | null;
}

/** EventBridge Scheduler of one account and region. */
export interface SchedulerState extends Scope {
  readonly ecs: EcsState;
  /** By name. */
  readonly groups: Map<string, ScheduleGroup>;
  /** By `group/name`. */
  readonly schedules: Map<string, ScheduleRecord>;
  /** Oldest first. */
  readonly invocations: Invocation[];
}

const runTaskTarget = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';

/** Makes the state; its schedules run in the order of time of the ECS of the same account and region. */
export function createSchedulerState({ account, region }: Scope, ecs: EcsState): SchedulerState {
  const state: SchedulerState = {
    account,
    region,
    ecs,
    groups: new Map(),
    schedules: new Map(),
    invocations: [],
  };
  addGroup(state, 'default');
  ecs.external.add({ dueAt: () => firstDue(state)?.nextAt ?? null, run: (lookup) => runDue(state, lookup) });
  return state;
}

export function addGroup({ account, region, ecs, groups }: SchedulerState, name: string): ScheduleGroup {
  const arn = `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;
  const group: ScheduleGroup = { name, arn, createdAt: ecs.now };
  groups.set(name, group);
  return group;
}

export function scheduleArn({ account, region }: Scope, group: string, name: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`;
}

/** Reads the expression of a schedule anew; a rate counts from its StartDate, or from now. */
export function planSchedule({ ecs }: SchedulerState, record: ScheduleRecord): void {
  const { body } = record;
  const start = typeof body.StartDate === 'number' ? body.StartDate * 1000 : ecs.now;
  const timezone = textIn(body, 'ScheduleExpressionTimezone') ?? 'UTC';
  record.schedule = parseSchedule(textIn(body, 'ScheduleExpression') ?? '', { timezone, start });
  record.nextAt = nextOf(record, Math.max(ecs.now, start - 1));
}

function nextOf({ schedule, body }: ScheduleRecord, after: number): number | null {
  const next = schedule?.next(after) ?? null;
  const end = typeof body.EndDate === 'number' ? body.EndDate * 1000 : Number.POSITIVE_INFINITY;
  return next !== null && next <= end ? next : null;
}

function firstDue({ schedules }: SchedulerState): ScheduleRecord | null {
  let first: ScheduleRecord | null = null;
  for (const record of schedules.values()) {
    if (record.nextAt !== null && (first?.nextAt == null || record.nextAt < first.nextAt)) first = record;
  }
  return first;
}

function runDue(state: SchedulerState, lookup: Lookup): void {
  const record = firstDue(state);
  if (record === null) return;
  if (record.body.State !== 'DISABLED') state.invocations.push(invoke(state, record, lookup));
  record.nextAt = nextOf(record, state.ecs.now);
  if (record.nextAt === null && record.body.ActionAfterCompletion === 'DELETE') {
    state.schedules.delete(`${record.group}/${record.name}`);
  }
}

function invoke({ ecs }: SchedulerState, { group, name, body }: ScheduleRecord, lookup: Lookup): Invocation {
  const noted = { source: `${group}/${name}`, target: null, at: ecs.now };
  const target = objectIn(body, 'Target') ?? {};
  try {
    const input = requestOf(target, name);
    if (input === null) return { ...noted, tasks: [], error: 'the sandbox runs targets of ECS alone' };
    const runner = { roleArn: textIn(target, 'RoleArn') ?? '', service: 'scheduler.amazonaws.com' };
    return { ...noted, ...launch(ecs, { input, runner }, lookup) };
  } catch (error) {
    return { ...noted, tasks: [], error: error instanceof Error ? error.message : String(error) };
  }
}

/** The templated target of ECS, or the universal one, whose input is the whole request; null for any other. */
function requestOf(target: WireObject, name: string): WireObject | null {
  const startedBy = starterName('chronos-schedule', name);
  const written = textIn(target, 'Input');
  const arn = textIn(target, 'Arn') ?? '';
  if (arn === runTaskTarget) return { startedBy, ...capitalsLowered(JSON.parse(written ?? '{}')) };
  const parameters = objectIn(target, 'EcsParameters');
  return parameters === undefined ? null : runTaskInput({ cluster: arn, parameters, input: written, startedBy });
}

/** A universal target writes the members of a request with a capital. */
function capitalsLowered(value: WireObject): WireObject {
  const lowered = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(lowered);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, child]) => [key.slice(0, 1).toLowerCase() + key.slice(1), lowered(child)]),
    );
  };
  return lowered(value) as WireObject;
}
