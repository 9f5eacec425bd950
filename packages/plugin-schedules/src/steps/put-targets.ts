import { sendRaw, translateError } from '@funade/aws';
import { defineStep, isJsonObject, type Json, type JsonObject } from '@funade/core/author';
import { z } from 'zod';
import { changeAfterLook } from '../api/change-after-look.ts';
import { type Events, useEvents } from '../api/clients.ts';
import { type RulePlace, readTargets } from '../api/read-rule.ts';
import { targetRefused } from '../model/errors.ts';
import { withRevision } from '../model/revision.ts';
import { changed, jsonBody, revision } from './change-schema.ts';

const input = z.strictObject({
  rule: z.string(),
  bus: z.string(),
  /** The target as the plan found it; a rollback: as the step has left it. */
  before: jsonBody,
  /** The target as it is to be. */
  after: jsonBody,
  revision,
});

/**
 * Makes a target of a rule run another revision: one PutTargets with the whole target, since what is not sent is gone.
 *
 * @throws `SCHEDULE_GONE`, `SCHEDULE_MOVED`, `SCHEDULE_NOT_AS_SENT`, `SCHEDULE_TARGET_REFUSED`
 */
export const putTargets = defineStep({
  kind: 'schedules.put-targets',
  input,
  output: changed,
  effect: 'changes',
  request: (planned) => ({ operation: 'events:PutTargets', body: bodyOf(planned) }),
  async run({ rule, bus, before, after, revision: to }, context) {
    const [events, writes] = await Promise.all([useEvents(context), useEvents(context, 1)]);
    const place = { name: rule, bus };
    const id = String(before.Id);
    const change = {
      what: `target ${id} of rule ${rule}`,
      before,
      after: to === null ? after : withRevision(after, to),
      read: async () => (await readTargets(events, place, context))?.find(({ Id }) => Id === id) ?? null,
      send: (target: JsonObject) => send(writes, { place, target, signal: context.signal }),
    };
    return changeAfterLook(change, context);
  },
});

interface Sent {
  readonly place: RulePlace;
  readonly target: JsonObject;
  readonly signal: AbortSignal;
}

async function send({ client, sdk }: Events, { place: { name, bus }, target, signal }: Sent): Promise<void> {
  const what = `target ${String(target.Id)} of rule ${name}`;
  try {
    const command = new sdk.PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [] });
    const body = { Rule: name, EventBusName: bus, Targets: [target] };
    const { output } = await sendRaw(client, command, { body, signal });
    const [failed] = output.FailedEntries ?? [];
    if ((output.FailedEntryCount ?? 0) > 0 || failed !== undefined) {
      throw targetRefused(what, { code: failed?.ErrorCode ?? 'unknown', message: failed?.ErrorMessage ?? '' });
    }
  } catch (error) {
    throw translateError(error, { operation: 'events:PutTargets', subject: what });
  }
}

function bodyOf(planned: Json): Json {
  if (!isJsonObject(planned) || !isJsonObject(planned.after)) return planned;
  const { rule, bus, after, revision: to } = planned;
  return { Rule: rule, EventBusName: bus, Targets: [to == null ? after : withRevision(after, to)] };
}
