import type { PluginRequest, RunContext } from '@funade/core/author';
import { suggest } from '@funade/core/author';
import pMap from 'p-map';
import { readIfAllowed } from '../api/call.ts';
import { type Events, type Scheduler, useEvents, useScheduler } from '../api/clients.ts';
import { countRunning, startedBy } from '../api/count-running.ts';
import { listRules, readRule, readTargets } from '../api/read-rule.ts';
import { listGroups, listSchedules, readSchedule } from '../api/read-schedule.ts';
import { type Entry, entriesOf } from '../model/entries.ts';
import { groupNotFound, type Missing, schedulesNotFound } from '../model/errors.ts';
import type { RuleFacts, ScheduleFacts, SchedulesFacts } from '../model/facts.ts';
import { isScheduleName, keyOfOwnName, namePrefix, placeText, roleArn } from '../model/place.ts';
import { clusterOf, runsTasks, targetIn } from '../model/revision.ts';
import type { SchedulesOptions } from '../options/options.ts';
import { doubtedRoles } from '../roles/doubted-roles.ts';

/** Reads at a time. */
const lanes = 8;

type Request = PluginRequest<SchedulesOptions>;

/**
 * Reads every rule and schedule that the config names, and which ones of ours it no longer names.
 *
 * @throws `SCHEDULE_NOT_FOUND`, `SCHEDULE_GROUP_NOT_FOUND` and what AWS refuses
 */
export async function observe(request: Request, context: RunContext): Promise<SchedulesFacts> {
  const entries = entriesOf(request);
  const [read, { left, unlisted }] = await Promise.all([
    pMap(entries, async (entry) => ({ entry, facts: await readEntry(entry, context) }), { concurrency: lanes }),
    readLeft(request, context),
  ]);
  const missing = read.flatMap(({ entry, facts }) => (facts === null ? [entry] : []));
  if (missing.length > 0) throw schedulesNotFound(await describeMissing(missing, context), context.environment);
  const found = read.flatMap(({ entry, facts }) => (facts === null ? [] : [{ entry, facts }]));
  await assertGroups(found, context);
  const running = await pMap(found, async (each) => [each.entry, await countTasks(each.facts, context)] as const, {
    concurrency: lanes,
  });
  const byTarget = Map.groupBy(found, ({ entry }) => entry.target);
  const written = entries.flatMap(({ options: { role } }) =>
    role === undefined ? [] : roleArn(role, context.environment),
  );
  const roles = await doubtedRoles(written, context);
  return {
    entries: Object.fromEntries(
      [...byTarget].map(([target, all]) => [
        target,
        Object.fromEntries(all.map(({ entry, facts }) => [entry.key, facts])),
      ]),
    ),
    left,
    unlisted,
    ...(Object.keys(roles).length === 0 ? {} : { roles }),
    running: Object.fromEntries(
      running.flatMap(([{ target, key }, count]) => (count === 0 ? [] : [[`${target} ${key}`, count]])),
    ),
  };
}

/** What there is of an entry; null: there should be something, and is not. */
async function readEntry(entry: Entry, context: RunContext): Promise<RuleFacts | ScheduleFacts | null> {
  if (entry.type === 'rule') return readRuleFacts(await useEvents(context), entry, context);
  // The plan refuses a name that AWS would not take.
  const known = isScheduleName(entry.place.name);
  const body = known ? await readSchedule(await useScheduler(context), entry.place, context) : null;
  return body === null && !entry.managed ? null : { type: 'schedule', ...entry.place, body };
}

async function readRuleFacts(
  events: Events,
  { place }: Extract<Entry, { type: 'rule' }>,
  context: RunContext,
): Promise<RuleFacts | null> {
  const [rule, targets] = await Promise.all([readRule(events, place, context), readTargets(events, place, context)]);
  return rule === null ? null : { type: 'rule', ...place, ...rule, targets: (targets ?? []).filter(runsTasks) };
}

/** What of ours stands there and is no longer in the config. */
async function readLeft(request: Request, context: RunContext): Promise<Pick<SchedulesFacts, 'left' | 'unlisted'>> {
  const scheduler = await useScheduler(context);
  const prefix = namePrefix(request);
  const listed = await readIfAllowed(() => listSchedules(scheduler, { group: 'default', prefix }, context), {
    operation: 'scheduler:ListSchedules',
    subject: `schedules ${prefix}*`,
  });
  const left = request.targets.map(({ id, service, options }): [string, readonly string[]] => {
    const wanted = new Set(Object.keys(options));
    const gone = (listed ?? []).filter(({ name }) => {
      const key = keyOfOwnName(request, service, name);
      return key !== null && !wanted.has(key);
    });
    return [id, gone.map(placeText).toSorted()];
  });
  return {
    left: Object.fromEntries(left.flatMap(([id, names]) => (names.length === 0 ? [] : [[id, [...names]]]))),
    unlisted: listed === null,
  };
}

/** Lists what there is once, however much is missing. */
async function describeMissing(missing: readonly Entry[], context: RunContext): Promise<readonly Missing[]> {
  const buses = new Set(missing.flatMap((entry) => (entry.type === 'rule' ? entry.place.bus : [])));
  const rules = new Map(
    await Promise.all(
      [...buses].map(async (bus) => [bus, await listRules(await useEvents(context), bus, context)] as const),
    ),
  );
  const lacksSchedule = missing.some(({ type }) => type === 'schedule');
  const schedules = lacksSchedule ? await namesOfSchedules(await useScheduler(context), context) : [];
  return missing.map(({ target, key, ...entry }) => {
    if (entry.type === 'rule') {
      const { name, bus } = entry.place;
      const hint = `rules: ${suggest(name, rules.get(bus) ?? [])}`;
      return { target, key, what: `rule ${JSON.stringify(name)}`, hint };
    }
    const name = placeText(entry.place);
    const hint = `schedules: ${suggest(name, schedules)}; with cron and role written it is created`;
    return { target, key, what: `schedule ${JSON.stringify(name)}`, hint };
  });
}

async function namesOfSchedules(scheduler: Scheduler, context: RunContext): Promise<readonly string[]> {
  const about = { operation: 'scheduler:ListSchedules', subject: 'schedules' };
  const listed = await readIfAllowed(() => listSchedules(scheduler, {}, context), about);
  return (listed ?? []).map(placeText).toSorted();
}

/** A schedule that is to be created needs its group. */
async function assertGroups(
  found: readonly { readonly entry: Entry; readonly facts: RuleFacts | ScheduleFacts }[],
  context: RunContext,
): Promise<void> {
  const wanted = found.flatMap(({ facts }) =>
    facts.type === 'schedule' && facts.body === null && facts.group !== 'default' ? facts.group : [],
  );
  if (wanted.length === 0) return;
  const scheduler = await useScheduler(context);
  const about = { operation: 'scheduler:ListScheduleGroups', subject: 'schedule groups' };
  const groups = await readIfAllowed(() => listGroups(scheduler, context), about);
  const unknown = wanted.find((group) => groups !== null && !groups.includes(group));
  if (unknown !== undefined) throw groupNotFound(unknown, suggest(unknown, groups ?? []), context.environment);
}

async function countTasks(facts: RuleFacts | ScheduleFacts, context: RunContext): Promise<number> {
  const target = facts.type === 'rule' ? facts.targets[0] : targetIn(facts.body);
  const cluster = clusterOf(target ?? {});
  return cluster === null ? 0 : countRunning(cluster, startedBy(facts.type, facts.name), context);
}
