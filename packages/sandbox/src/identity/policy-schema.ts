import { z } from 'zod';
import { isOperator } from './condition-holds.ts';
import type { PolicyStatement } from './principal.ts';

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((written) => [written].flat());

const value = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const values = z.union([value, z.array(value)]).transform((written) => [written].flat());

const condition = z.record(
  z.string().refine(isOperator, { error: ({ input }) => `the sandbox knows no operator ${String(input)}` }),
  z.record(z.string(), values),
);

const statement = z.strictObject({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]*$/, 'a Sid has letters and digits alone')
    .optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: condition.default({}),
});

/** An identity-based policy, as it is attached to a user or a role. What it returns it accepts. */
export const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

/** The statements of a policy, as they are evaluated. */
export function statementsOf({ Statement }: z.output<typeof policySchema>): readonly PolicyStatement[] {
  return Statement.map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions: Condition,
  }));
}
