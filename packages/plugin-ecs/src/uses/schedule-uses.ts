import type { ScheduleSummary } from '@aws-sdk/client-scheduler';
import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import pMap from 'p-map';
import { allPages } from '../api/all-pages.ts';
import { type Events, type Scheduler, useEvents, useScheduler } from '../api/read-clients.ts';
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
  const events = await useEvents(context);
  const named = await pMap(clusters, (cluster) => rulesOf(events, cluster, context), { concurrency: side });
  const uses = await pMap(
    new Set(named.flat()),
    async (rule) => {
      const targets = await targetsOf(events, rule, context);
      return usesIn(JSON.stringify(targets), families, `rule ${rule} runs it`);
    },
    { concurrency: side },
  );
  return uses.flat();
}

async function rulesOf(
  { client, sdk }: Events,
  cluster: string,
  { signal: abortSignal }: RunContext,
): Promise<readonly string[]> {
  try {
    return await allPages(async (NextToken) => {
      const command = new sdk.ListRuleNamesByTargetCommand({ TargetArn: cluster, NextToken });
      const answer = await client.send(command, { abortSignal });
      return { items: answer.RuleNames ?? [], nextToken: answer.NextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'events:ListRuleNamesByTarget' });
  }
}

async function targetsOf({ client, sdk }: Events, rule: string, { signal: abortSignal }: RunContext) {
  try {
    return await allPages(async (NextToken) => {
      const answer = await client.send(new sdk.ListTargetsByRuleCommand({ Rule: rule, NextToken }), { abortSignal });
      return { items: answer.Targets ?? [], nextToken: answer.NextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'events:ListTargetsByRule', subject: rule });
  }
}

/** Revisions that schedules of EventBridge Scheduler start tasks of, also as requests that are written out. */
export async function scheduleUses(families: ReadonlySet<string>, context: RunContext): Promise<readonly Use[]> {
  const scheduler = await useScheduler(context);
  const schedules = await listSchedules(scheduler, context);
  const ofEcs = schedules.filter(({ Target }) => /:ecs:/.test(Target?.Arn ?? ''));
  const uses = await pMap(
    ofEcs,
    async (schedule) => {
      const found = await readSchedule(scheduler, schedule, context);
      return usesIn(JSON.stringify(found), families, `schedule ${schedule.GroupName}/${schedule.Name} runs it`);
    },
    { concurrency: side },
  );
  return uses.flat();
}

async function listSchedules(
  { client, sdk }: Scheduler,
  { signal: abortSignal }: RunContext,
): Promise<readonly ScheduleSummary[]> {
  try {
    return await allPages(async (NextToken) => {
      const answer = await client.send(new sdk.ListSchedulesCommand({ MaxResults: 100, NextToken }), { abortSignal });
      return { items: answer.Schedules ?? [], nextToken: answer.NextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'scheduler:ListSchedules' });
  }
}

/** Empty: it was deleted meanwhile. */
async function readSchedule(
  { client, sdk }: Scheduler,
  { Name, GroupName }: ScheduleSummary,
  { signal: abortSignal }: RunContext,
) {
  try {
    return await client.send(new sdk.GetScheduleCommand({ Name, GroupName }), { abortSignal });
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return {};
    throw translateError(error, { operation: 'scheduler:GetSchedule', subject: `${GroupName}/${Name}` });
  }
}

function usesIn(text: string, families: ReadonlySet<string>, why: string): readonly Use[] {
  return revisionsIn(text, families).map((taskDefinition) => ({ taskDefinition, why }));
}
