import type { BesideRequest, JsonObject, RunContext, StandingBeside } from '@funade/core/author';
import pMap from 'p-map';
import { readIfAllowed } from '../api/call.ts';
import { useEvents, useScheduler } from '../api/clients.ts';
import { type Rule, readRule, readTargets } from '../api/read-rule.ts';
import { readSchedule } from '../api/read-schedule.ts';
import { type Entry, entriesOf, nameOf } from '../model/entries.ts';
import { familyOf, revisionName, revisionOf, runsTasks, targetIn } from '../model/revision.ts';
import type { SchedulesOptions } from '../options/options.ts';

/** Reads at a time. */
const lanes = 8;

/** How the schedules of each target stand beside what it runs. Reads only; what may not be read is told as that. */
export async function beside(
  request: BesideRequest<SchedulesOptions>,
  context: RunContext,
): Promise<readonly StandingBeside[]> {
  const own = new Map(
    request.standing.map(({ id, job = false, deployments }): [string, Own] => [
      id,
      { revision: deployments.find(({ role }) => role === 'new')?.revision ?? null, job },
    ]),
  );
  return pMap(entriesOf(request), (entry) => lookAt(entry, own.get(entry.target) ?? nothing, context), {
    concurrency: lanes,
  });
}

/** What a target runs (`shop-api:12`; null: nothing is known); of a job its newest revision. */
interface Own {
  readonly revision: string | null;
  readonly job: boolean;
}

const nothing: Own = { revision: null, job: false };

async function lookAt(entry: Entry, own: Own, context: RunContext): Promise<StandingBeside> {
  const common = { target: entry.target, kind: entry.type, what: nameOf(entry) };
  const found = await readIfAllowed(() => read(entry, own.revision, context), {
    operation: entry.type === 'rule' ? 'events:ListTargetsByRule' : 'scheduler:GetSchedule',
    subject: common.what,
  });
  if (found === null) return { ...common, text: 'may not be read', amiss: true };
  if (found === 'missing') return { ...common, text: 'does not exist', amiss: true };
  return { ...common, ...standingText(found, own) };
}

/** What decides how a schedule stands. */
export interface Seen {
  readonly revision: string | null;
  readonly expression: string | null;
  readonly enabled: boolean;
}

/** How a schedule stands beside what its service runs, or the newest revision of its job. */
export function standingText(
  { revision, expression, enabled }: Seen,
  { revision: runs, job }: Own,
): Pick<StandingBeside, 'text' | 'amiss'> {
  if (revision === null) return { text: 'runs no task of ECS', amiss: true };
  const name = revisionName(revision);
  const isNewest = !name.includes(':');
  const behind = !isNewest && runs !== null && name !== runs;
  const what = isNewest ? `the newest revision of ${name}` : name;
  const parts = [
    `runs ${what}${expression === null ? '' : ` at ${expression}`}`,
    ...(behind ? [job ? `the newest revision of the job is ${runs}` : `its service is at ${runs}`] : []),
    ...(enabled ? [] : ['it is disabled']),
  ];
  return { text: parts.join('; '), amiss: behind };
}

async function read(entry: Entry, runs: string | null, context: RunContext): Promise<Seen | 'missing'> {
  if (entry.type === 'schedule') {
    const body = await readSchedule(await useScheduler(context), entry.place, context);
    return body === null ? 'missing' : scheduleSeen(body);
  }
  const events = await useEvents(context);
  const [rule, targets] = await Promise.all([
    readRule(events, entry.place, context),
    readTargets(events, entry.place, context),
  ]);
  return rule === null ? 'missing' : ruleSeen(rule, targetOf(targets ?? [], entry.options.target, runs));
}

function scheduleSeen(schedule: JsonObject): Seen {
  const { ScheduleExpression: expression, State: state } = schedule;
  return {
    revision: revisionOf(targetIn(schedule)),
    expression: typeof expression === 'string' ? expression : null,
    enabled: state !== 'DISABLED',
  };
}

function ruleSeen({ expression, enabled }: Rule, target: JsonObject | undefined): Seen {
  return { revision: target === undefined ? null : revisionOf(target), expression, enabled };
}

/** The target that is named, else the one of the family, else the first that runs tasks. */
function targetOf(targets: readonly JsonObject[], id: string | undefined, runs: string | null): JsonObject | undefined {
  const running = targets.filter(runsTasks);
  if (id !== undefined) return running.find(({ Id }) => Id === id);
  const family = familyOf(runs ?? '');
  return running.find((target) => familyOf(revisionOf(target) ?? '') === family) ?? running[0];
}
