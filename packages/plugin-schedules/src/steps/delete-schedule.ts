import { translateError } from '@funade/aws';
import { defineStep, sameJson } from '@funade/core/author';
import { z } from 'zod';
import { useScheduler } from '../api/clients.ts';
import { readSchedule } from '../api/read-schedule.ts';
import { placeText } from '../model/place.ts';
import { jsonBody } from './change-schema.ts';

const input = z.strictObject({
  group: z.string(),
  name: z.string(),
  /** What this run has created. */
  created: jsonBody,
});

/** Deletes a schedule that this very run has created, as long as nobody has changed it: the way back from its creation. */
export const deleteSchedule = defineStep({
  kind: 'schedules.delete-schedule',
  input,
  output: z.strictObject({ deleted: z.boolean() }),
  effect: 'changes',
  request: (planned) => ({ operation: 'scheduler:DeleteSchedule', body: planned }),
  async run({ created, ...place }, context) {
    const what = `schedule ${placeText(place)}`;
    const scheduler = await useScheduler(context);
    const now = await readSchedule(scheduler, place, context);
    if (now === null) return { deleted: false };
    if (!sameJson(now, created)) {
      context.warn(`${what} was changed since it was created: it is left where it is`);
      return { deleted: false };
    }
    try {
      const { client, sdk } = scheduler;
      const command = new sdk.DeleteScheduleCommand({ Name: place.name, GroupName: place.group });
      await client.send(command, { abortSignal: context.signal });
    } catch (error) {
      if ((await readSchedule(scheduler, place, context)) !== null) {
        throw translateError(error, { operation: 'scheduler:DeleteSchedule', subject: what });
      }
    }
    return { deleted: true };
  },
});
