import { sendRaw, translateError } from '@funade/aws';
import { defineStep, isJsonObject, type Json, type JsonObject, type RunContext } from '@funade/core/author';
import { z } from 'zod';
import { changeAfterLook } from '../api/change-after-look.ts';
import { useScheduler } from '../api/clients.ts';
import { readSchedule } from '../api/read-schedule.ts';
import { placeText, type SchedulePlace } from '../model/place.ts';
import { targetIn, withRevision } from '../model/revision.ts';
import { changed, jsonBody, revision } from './change-schema.ts';

const input = z.strictObject({
  group: z.string(),
  name: z.string(),
  /** The schedule as the plan found it; a rollback: as the step has left it. */
  before: jsonBody,
  /** The schedule as it is to be. */
  after: jsonBody,
  revision,
});

/**
 * Changes a schedule: one UpdateSchedule with the whole of it, since what is not sent returns to its default.
 *
 * @throws `SCHEDULE_GONE`, `SCHEDULE_MOVED`, `SCHEDULE_NOT_AS_SENT`
 */
export const updateSchedule = defineStep({
  kind: 'schedules.update-schedule',
  input,
  output: changed,
  effect: 'changes',
  request: (planned) => ({ operation: 'scheduler:UpdateSchedule', body: plannedBody(planned) }),
  async run({ before, after, revision: to, ...place }, context) {
    const scheduler = await useScheduler(context);
    return changeAfterLook(
      {
        what: `schedule ${placeText(place)}`,
        before,
        after: to === null ? after : withTargetRevision(after, to),
        read: () => readSchedule(scheduler, place, context),
        send: (body) => send(place, body, context),
      },
      context,
    );
  },
});

async function send(place: SchedulePlace, body: JsonObject, context: RunContext): Promise<void> {
  const { client, sdk } = await useScheduler(context, 1);
  try {
    const { Name: _, ...rest } = body;
    const command = new sdk.UpdateScheduleCommand({
      Name: place.name,
      GroupName: place.group,
      ScheduleExpression: undefined,
      Target: undefined,
      FlexibleTimeWindow: undefined,
    });
    await sendRaw(client, command, { body: { ...rest, GroupName: place.group }, signal: context.signal });
  } catch (error) {
    throw translateError(error, { operation: 'scheduler:UpdateSchedule', subject: `schedule ${placeText(place)}` });
  }
}

/** A schedule whose target runs another revision. */
export function withTargetRevision(schedule: JsonObject, to: Json): JsonObject {
  return { ...schedule, Target: withRevision(targetIn(schedule), to) };
}

/** The body of the call that a step will make; references to earlier steps stay in it. */
export function plannedBody(planned: Json): Json {
  if (!isJsonObject(planned) || !isJsonObject(planned.after)) return planned;
  const { after, revision: to } = planned;
  return to == null ? after : withTargetRevision(after, to);
}
