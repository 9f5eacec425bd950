import { createHash } from 'node:crypto';
import { pauseBeforeResend, sendRaw, translateError } from '@funade/aws';
import { toDeployError } from '@funade/core';
import { defineStep, isJsonObject, type Json, type JsonObject, type StepContext } from '@funade/core/author';
import { z } from 'zod';
import { useScheduler } from '../api/clients.ts';
import { readSchedule } from '../api/read-schedule.ts';
import { scheduleExists, scheduleNotAsSent } from '../model/errors.ts';
import { missingPath } from '../model/holds.ts';
import { placeText, type SchedulePlace } from '../model/place.ts';
import { jsonBody, revision } from './change-schema.ts';
import { withTargetRevision } from './update-schedule.ts';

const input = z.strictObject({
  group: z.string(),
  name: z.string(),
  /** The schedule as it is to be. */
  body: jsonBody,
  revision,
});

/**
 * Creates a schedule: one CreateSchedule, with a token that stands for the run, so that a lost answer creates none twice.
 *
 * @throws `SCHEDULE_EXISTS`, `SCHEDULE_NOT_AS_SENT`
 */
export const createSchedule = defineStep({
  kind: 'schedules.create-schedule',
  input,
  output: z.strictObject({ sent: jsonBody }),
  effect: 'changes',
  request: (planned) => ({ operation: 'scheduler:CreateSchedule', body: bodyOf(planned) }),
  async run({ body, revision: to, ...place }, context) {
    const what = `schedule ${placeText(place)}`;
    const scheduler = await useScheduler(context);
    const wanted = { ...(to === null ? body : withTargetRevision(body, to)), GroupName: place.group };
    for (let attempts = 1; ; attempts += 1) {
      const there = await readSchedule(scheduler, place, context);
      if (there !== null) {
        if (missingPath(wanted, there) === null) return { sent: there };
        throw scheduleExists(what);
      }
      try {
        await send(place, wanted, context);
      } catch (thrown) {
        const error = toDeployError(thrown);
        const pause = pauseBeforeResend(error, attempts, context);
        if (pause === null) throw error;
        await context.clock.sleep(pause, { signal: context.signal });
        continue;
      }
      const made = await readSchedule(scheduler, place, context);
      const path = missingPath(wanted, made ?? {});
      if (path !== null) throw scheduleNotAsSent(what, path);
      return { sent: made ?? wanted };
    }
  },
});

async function send(place: SchedulePlace, body: JsonObject, context: StepContext): Promise<void> {
  const { client, sdk } = await useScheduler(context, 1);
  const token = createHash('sha256').update(`${context.runId} ${context.step.id}`).digest('hex');
  try {
    const command = new sdk.CreateScheduleCommand({
      Name: place.name,
      ScheduleExpression: undefined,
      Target: undefined,
      FlexibleTimeWindow: undefined,
    });
    await sendRaw(client, command, { body: { ...body, ClientToken: token }, signal: context.signal });
  } catch (error) {
    throw translateError(error, { operation: 'scheduler:CreateSchedule', subject: `schedule ${placeText(place)}` });
  }
}

function bodyOf(planned: Json): Json {
  if (!isJsonObject(planned) || !isJsonObject(planned.body)) return planned;
  const { name, group, body, revision: to } = planned;
  return { Name: name, GroupName: group, ...(to == null ? body : withTargetRevision(body, to)) };
}
