import { sendRaw } from '@funade/aws';
import type { JsonObject, RunContext } from '@funade/core/author';
import { placeText, type SchedulePlace } from '../model/place.ts';
import { readOrNull } from './call.ts';
import type { Scheduler } from './clients.ts';

/** What only an answer of GetSchedule has. */
const answerOnly: ReadonlySet<string> = new Set(['Arn', 'CreationDate', 'LastModificationDate']);

/** A schedule as it comes over the wire, without what only an answer has: it can be sent back as it is. Null: there is none. */
export function readSchedule(
  { client, sdk }: Scheduler,
  place: SchedulePlace,
  context: RunContext,
): Promise<JsonObject | null> {
  return readOrNull(
    async () => {
      const command = new sdk.GetScheduleCommand({ Name: place.name, GroupName: place.group });
      const { body } = await sendRaw(client, command, { signal: context.signal, exactNumbers: true });
      return Object.fromEntries(Object.entries(body).filter(([member]) => !answerOnly.has(member)));
    },
    { operation: 'scheduler:GetSchedule', subject: `schedule ${placeText(place)}` },
  );
}

/** Which schedules are listed: all of a group, or those whose names begin so. */
export interface ScheduleFilter {
  readonly group?: string;
  readonly prefix?: string;
}

/** A schedule as the list shows it. */
export interface ListedSchedule extends SchedulePlace {
  /** The ARN of its target alone. */
  readonly targetArn: string;
}

/** The schedules that there are, page by page. */
export async function listSchedules(
  { client, sdk }: Scheduler,
  { group, prefix }: ScheduleFilter,
  context: RunContext,
): Promise<readonly ListedSchedule[]> {
  const listed: ListedSchedule[] = [];
  let token: string | undefined;
  do {
    const command = new sdk.ListSchedulesCommand({
      MaxResults: 100,
      ...(group === undefined ? {} : { GroupName: group }),
      ...(prefix === undefined ? {} : { NamePrefix: prefix }),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await client.send(command, { abortSignal: context.signal });
    for (const { GroupName = 'default', Name = '', Target } of answer.Schedules ?? []) {
      listed.push({ group: GroupName, name: Name, targetArn: Target?.Arn ?? '' });
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return listed;
}

/** Names of the groups that schedules can stand in. */
export async function listGroups({ client, sdk }: Scheduler, context: RunContext): Promise<readonly string[]> {
  const { ScheduleGroups = [] } = await client.send(new sdk.ListScheduleGroupsCommand({ MaxResults: 100 }), {
    abortSignal: context.signal,
  });
  return ScheduleGroups.flatMap(({ Name }) => Name ?? []);
}
