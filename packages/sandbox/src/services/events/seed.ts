import { z } from 'zod';
import type { WireObject } from '../../model/service.ts';
import { bodyOf, checkRule, newRule } from './operations/rules.ts';
import { type EventsState, planRule } from './state.ts';

/** A rule that is there when the sandbox starts: what PutRule and PutTargets take. */
const ruleSchema = z.strictObject({
  ScheduleExpression: z.string().optional(),
  EventPattern: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  Description: z.string().optional(),
  ManagedBy: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
  Targets: z.array(z.looseObject({ Id: z.string(), Arn: z.string() })).default([]),
});

/** The rules of a region, by name. */
export const rulesSchema = z.record(z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/), ruleSchema).default({});

/** Puts a rule of a seed into the state. Throws `AwsFault` for what PutRule would refuse. */
export function putSeededRule(state: EventsState, name: string, seed: z.output<typeof ruleSchema>): void {
  const { Targets, Tags, ManagedBy, ...written } = seed;
  const input = written as WireObject;
  checkRule(input);
  const rule = newRule(state, name, { tags: Tags, managedBy: ManagedBy ?? null });
  rule.body = bodyOf(input);
  for (const target of Targets) rule.targets.set(target.Id, target as WireObject);
  planRule(state, rule);
}
