import { type Artifact, artifactsOf, emptyFragment, type PlanFragment, type PluginRequest } from '@funade/core/author';
import { entriesOf } from '../model/entries.ts';
import { schedulesUnfit, type Unfit } from '../model/errors.ts';
import type { SchedulesFacts } from '../model/facts.ts';
import type { SchedulesOptions } from '../options/options.ts';
import { claimedTwice } from './claimed-twice.ts';
import { doubtfulRoles } from './doubtful-roles.ts';
import { leftWarnings, unlistedNotes } from './left-schedules.ts';
import { type EntryPlan, planEntry } from './plan-entry.ts';

/**
 * The steps that let every schedule of the targets follow what they run, and back. Touches nothing.
 *
 * @throws `SCHEDULE_UNFIT`
 */
export function plan(
  request: PluginRequest<SchedulesOptions>,
  facts: SchedulesFacts,
  upstream: readonly Artifact[],
): PlanFragment {
  const entries = entriesOf(request);
  const revisions = new Map(artifactsOf(upstream, 'revision').map((artifact) => [artifact.target, artifact]));
  const planned = entries.map((entry): EntryPlan | Unfit => {
    const found = facts.entries[entry.target]?.[entry.key];
    if (found === undefined) throw new TypeError(`the facts say nothing about ${entry.key} of ${entry.target}`);
    return planEntry(entry, {
      found,
      revision: revisions.get(entry.target) ?? null,
      environment: request.environment,
      running: facts.running[`${entry.target} ${entry.key}`] ?? 0,
    });
  });
  const roles = request.faulty === true ? [] : doubtfulRoles(entries, facts, request);
  const unfit = [...planned.filter(isUnfit), ...claimedTwice(entries, facts), ...roles];
  if (unfit.length > 0) throw schedulesUnfit(unfit);
  const plans = planned.filter((each): each is EntryPlan => !isUnfit(each));
  return {
    ...emptyFragment,
    steps: plans.flatMap(({ forward }) => forward ?? []),
    rollback: plans.flatMap(({ back }) => back ?? []),
    notes: [...plans.flatMap(({ notes }) => notes), ...unlistedNotes(request, facts)],
    warnings: [...plans.flatMap(({ warnings }) => warnings), ...leftWarnings(request, facts)],
  };
}

function isUnfit(plan: EntryPlan | Unfit): plan is Unfit {
  return 'problem' in plan;
}
