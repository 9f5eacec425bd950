import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import pMap from 'p-map';
import { allPages } from '../api/all-pages.ts';
import { useEvents, useScheduler } from '../api/read-clients.ts';
import type { Use } from './read-uses.ts';
import { revisionsIn } from './revisions-in.ts';

/** How many rules or schedules are looked at at a time: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const side = 4;

/** Revisions that rules of EventBridge's default bus start tasks of. */
export async function ruleUses(
  clusters: readonly string[],
  families: ReadonlySet<string>,
  context: RunContext,
): Promise<readonly Use[]> {
  const { client, sdk } = await useEvents(context);
  const abortSignal = context.signal;
  try {
    const named = await pMap(
      clusters,
      (cluster) =>
        allPages(async (NextToken) => {
          const command = new sdk.ListRuleNamesByTargetCommand({ TargetArn: cluster, NextToken });
          const answer = await client.send(command, { abortSignal });
          return { items: answer.RuleNames ?? [], nextToken: answer.NextToken };
        }),
      { concurrency: side },
    );
    const uses = await pMap(
      new Set(named.flat()),
      async (rule) => {
        const targets = await allPages(async (NextToken) => {
          const answer = await client.send(new sdk.ListTargetsByRuleCommand({ Rule: rule, NextToken }), {
            abortSignal,
          });
          return { items: answer.Targets ?? [], nextToken: answer.NextToken };
        });
        return usesIn(JSON.stringify(targets), families, `rule ${rule} runs it`);
      },
      { concurrency: side },
    );
    return uses.flat();
  } catch (error) {
    throw translateError(error, { operation: 'events:ListRuleNamesByTarget' });
  }
}

/** Revisions that schedules of EventBridge Scheduler start tasks of, also as requests that are written out. */
export async function scheduleUses(families: ReadonlySet<string>, context: RunContext): Promise<readonly Use[]> {
  const { client, sdk } = await useScheduler(context);
  const abortSignal = context.signal;
  try {
    const schedules = await allPages(async (NextToken) => {
      const answer = await client.send(new sdk.ListSchedulesCommand({ MaxResults: 100, NextToken }), { abortSignal });
      return { items: answer.Schedules ?? [], nextToken: answer.NextToken };
    });
    const ofEcs = schedules.filter(({ Target }) => /:ecs:/.test(Target?.Arn ?? ''));
    const uses = await pMap(
      ofEcs,
      async ({ Name, GroupName }) => {
        const found = await client
          .send(new sdk.GetScheduleCommand({ Name, GroupName }), { abortSignal })
          .catch((error: unknown) => {
            if (isAwsError(error, 'ResourceNotFoundException')) return {};
            throw error;
          });
        return usesIn(JSON.stringify(found), families, `schedule ${GroupName}/${Name} runs it`);
      },
      { concurrency: side },
    );
    return uses.flat();
  } catch (error) {
    throw translateError(error, { operation: 'scheduler:ListSchedules' });
  }
}

function usesIn(text: string, families: ReadonlySet<string>, why: string): readonly Use[] {
  return revisionsIn(text, families).map((taskDefinition) => ({ taskDefinition, why }));
}
