import { isAwsError, translateError, useSession } from '@funade/aws';
import type { RunContext } from '@funade/core';

/** Something that runs tasks in a cluster by the clock. */
export interface Scheduled {
  readonly kind: 'rule' | 'schedule';
  /** Name of the rule of the default bus, or `<group>/<name>` of the schedule. */
  readonly name: string;
  /** Id of the target of the rule; null of a schedule, which has one. */
  readonly target: string | null;
  /** ARN of what it runs; without a number it is the latest revision. */
  readonly taskDefinition: string;
}

/** What was found, and the calls that the caller may not make. */
export interface ScheduledRead {
  readonly found: readonly Scheduled[];
  readonly refused: readonly string[];
}

/** The rules of EventBridge and the schedules of its Scheduler that run tasks in a cluster. */
export async function readScheduled(cluster: string, context: RunContext): Promise<ScheduledRead> {
  const refused: string[] = [];
  const found: Scheduled[] = [];
  for (const [action, read] of [
    ['events:ListRuleNamesByTarget', readRules],
    ['scheduler:ListSchedules', readSchedules],
  ] as const) {
    try {
      found.push(...(await read(cluster, context)));
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isAwsError(error, 'AccessDeniedException', 'AccessDenied'))
        throw translateError(error, { operation: action });
      refused.push(action);
    }
  }
  return { found, refused };
}

async function readRules(cluster: string, context: RunContext): Promise<readonly Scheduled[]> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-eventbridge')]);
  const client = new sdk.EventBridgeClient(session.clientConfigFor('eventbridge'));
  const options = { abortSignal: context.signal };
  try {
    const names: string[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await client.send(new sdk.ListRuleNamesByTargetCommand({ TargetArn: cluster, NextToken }), options);
      names.push(...(page.RuleNames ?? []));
      NextToken = page.NextToken;
      if (NextToken === undefined) break;
    }
    const found: Scheduled[] = [];
    for (const name of names) {
      const { Targets = [] } = await client.send(new sdk.ListTargetsByRuleCommand({ Rule: name }), options);
      for (const { Id, Arn, EcsParameters } of Targets) {
        if (Arn !== cluster || EcsParameters?.TaskDefinitionArn === undefined) continue;
        found.push({ kind: 'rule', name, target: Id ?? null, taskDefinition: EcsParameters.TaskDefinitionArn });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

async function readSchedules(cluster: string, context: RunContext): Promise<readonly Scheduled[]> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-scheduler')]);
  const client = new sdk.SchedulerClient(session.clientConfigFor('scheduler'));
  const options = { abortSignal: context.signal };
  try {
    const found: Scheduled[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await client.send(new sdk.ListSchedulesCommand({ NextToken }), options);
      for (const { GroupName = 'default', Name = '', Target } of page.Schedules ?? []) {
        if (Target?.Arn !== cluster) continue;
        const schedule = await client.send(new sdk.GetScheduleCommand({ GroupName, Name }), options);
        const taskDefinition = schedule.Target?.EcsParameters?.TaskDefinitionArn;
        if (taskDefinition !== undefined)
          found.push({ kind: 'schedule', name: `${GroupName}/${Name}`, target: null, taskDefinition });
      }
      NextToken = page.NextToken;
      if (NextToken === undefined) return found;
    }
  } finally {
    client.destroy();
  }
}
