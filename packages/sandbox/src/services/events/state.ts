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

/** A rule of the default event bus. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  /** What PutRule was sent, names and tags apart. */
  body: WireObject;
  /** The service that owns it; null for a rule of the account's own. */
  readonly managedBy: string | null;
  tags: readonly { readonly Key: string; readonly Value: string }[];
  /** By id. */
  readonly targets: Map<string, WireObject>;
  schedule: Schedule | null;
  nextAt: number | null;
}

/** EventBridge of one account and region: the default bus, its rules and their targets. */
export interface EventsState extends Scope {
  readonly ecs: EcsState;
  /** By name. */
  readonly rules: Map<string, Rule>;
  /** Oldest first. */
  readonly invocations: Invocation[];
  /** Codes that the next entries of PutTargets and RemoveTargets fail with. */
  readonly entryFaults: string[];
}

/** Makes the state; its rules fire in the order of time of the ECS of the same account and region. */
export function createEventsState({ account, region }: Scope, ecs: EcsState): EventsState {
  const state: EventsState = { account, region, ecs, rules: new Map(), invocations: [], entryFaults: [] };
  ecs.external.add({ dueAt: () => firstDue(state)?.nextAt ?? null, run: (lookup) => fireDue(state, lookup) });
  return state;
}

export function ruleArn({ account, region }: Scope, name: string): string {
  return `arn:aws:events:${region}:${account}:rule/${name}`;
}

/** Gives a rule its expression anew; a rate counts from now. */
export function planRule({ ecs }: EventsState, rule: Rule): void {
  const expression = textIn(rule.body, 'ScheduleExpression');
  rule.schedule = expression === undefined ? null : parseSchedule(expression, { timezone: 'UTC', start: ecs.now });
  rule.nextAt = rule.schedule?.next(ecs.now) ?? null;
}

function firstDue({ rules }: EventsState): Rule | null {
  let first: Rule | null = null;
  for (const rule of rules.values()) {
    if (rule.nextAt !== null && (first?.nextAt == null || rule.nextAt < first.nextAt)) first = rule;
  }
  return first;
}

function fireDue(state: EventsState, lookup: Lookup): void {
  const rule = firstDue(state);
  if (rule === null) return;
  if (rule.body.State !== 'DISABLED') {
    for (const [id, target] of rule.targets) state.invocations.push(invoke(state, { rule, id, target }, lookup));
  }
  rule.nextAt = rule.schedule?.next(state.ecs.now) ?? null;
}

function invoke(
  { ecs }: EventsState,
  { rule, id, target }: { readonly rule: Rule; readonly id: string; readonly target: WireObject },
  lookup: Lookup,
): Invocation {
  const noted = { source: rule.name, target: id, at: ecs.now };
  const parameters = objectIn(target, 'EcsParameters');
  if (parameters === undefined) return { ...noted, tasks: [], error: 'the sandbox runs targets of ECS alone' };
  const startedBy = starterName('events-rule', rule.name);
  const fired = { cluster: textIn(target, 'Arn') ?? '', parameters, input: textIn(target, 'Input'), startedBy };
  try {
    const runner = { roleArn: textIn(target, 'RoleArn') ?? '', service: 'events.amazonaws.com' };
    return { ...noted, ...launch(ecs, { input: runTaskInput(fired), runner }, lookup) };
  } catch (error) {
    return { ...noted, tasks: [], error: error instanceof Error ? error.message : String(error) };
  }
}
