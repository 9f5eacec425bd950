import { sendRaw } from '@funade/aws';
import { isJsonObject, type Json, type JsonObject, type RunContext } from '@funade/core/author';
import { readIfAllowed, readOrNull } from './call.ts';
import type { Events } from './clients.ts';

/** A rule of EventBridge by its names. */
export interface RulePlace {
  readonly name: string;
  readonly bus: string;
}

/** A rule as a plan reads it. */
export interface Rule {
  readonly expression: string | null;
  readonly enabled: boolean;
  readonly managedBy: string | null;
}

/** What a rule is; null: there is none. */
export function readRule({ client, sdk }: Events, { name, bus }: RulePlace, context: RunContext): Promise<Rule | null> {
  return readOrNull(
    async () => {
      const command = new sdk.DescribeRuleCommand({ Name: name, EventBusName: bus });
      const { ScheduleExpression, State, ManagedBy } = await client.send(command, { abortSignal: context.signal });
      // ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS runs, too.
      return {
        expression: ScheduleExpression ?? null,
        enabled: State !== 'DISABLED',
        managedBy: ManagedBy ?? null,
      };
    },
    { operation: 'events:DescribeRule', subject: `rule ${name}` },
  );
}

/** The targets of a rule as they come over the wire, members that the SDK does not know included; null: there is no rule. */
export function readTargets(
  { client, sdk }: Events,
  { name, bus }: RulePlace,
  context: RunContext,
): Promise<readonly JsonObject[] | null> {
  return readOrNull(
    async () => {
      const targets: JsonObject[] = [];
      let token: string | undefined;
      do {
        const command = new sdk.ListTargetsByRuleCommand({
          Rule: name,
          EventBusName: bus,
          ...(token === undefined ? {} : { NextToken: token }),
        });
        const { body, output } = await sendRaw(client, command, { signal: context.signal, exactNumbers: true });
        targets.push(...objects(body.Targets));
        token = output.NextToken;
      } while (token !== undefined);
      return targets;
    },
    { operation: 'events:ListTargetsByRule', subject: `rule ${name}` },
  );
}

/** Names of the rules of a bus; empty when nobody may list them. */
export async function listRules({ client, sdk }: Events, bus: string, context: RunContext): Promise<readonly string[]> {
  const listed = await readIfAllowed(
    async () => {
      const command = new sdk.ListRulesCommand({ EventBusName: bus, Limit: 100 });
      const { Rules = [] } = await client.send(command, { abortSignal: context.signal });
      return Rules.flatMap(({ Name }) => Name ?? []);
    },
    { operation: 'events:ListRules', subject: `event bus ${bus}` },
  );
  return listed ?? [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
