import { diffJson } from '@funade/core';
import {
  type Change,
  type Environment,
  isJsonObject,
  type Json,
  type JsonObject,
  type RevisionArtifact,
  ref,
  type Step,
  sameJson,
  type TasksRun,
} from '@funade/core/author';
import { type Entry, nameOf } from '../model/entries.ts';
import type { Unfit } from '../model/errors.ts';
import type { ScheduleFacts } from '../model/facts.ts';
import { isScheduleName } from '../model/place.ts';
import { revisionName, revisionOf, targetIn, withRevision } from '../model/revision.ts';
import { notesOf, subjectOf, warningsOf } from './entry-notes.ts';
import { nextRevision } from './next-revision.ts';
import type { EntryPlan } from './plan-entry.ts';
import { wantedSchedule } from './wanted-schedule.ts';

/** What a managed schedule is planned from. */
export interface ManagedContext {
  readonly found: ScheduleFacts;
  readonly revision: RevisionArtifact & { readonly runs: TasksRun };
  readonly running: number;
  readonly environment: Pick<Environment, 'account' | 'region'>;
}

type ScheduleEntry = Extract<Entry, { readonly type: 'schedule' }>;

/** Creates a schedule as it is written, or brings it there. */
export function planManaged(
  entry: ScheduleEntry,
  { found, revision, running, environment }: ManagedContext,
): EntryPlan | Unfit {
  const { target, key, place, options } = entry;
  if (!isScheduleName(place.name)) {
    const problem = `EventBridge Scheduler takes no name like ${JSON.stringify(place.name)}: it has at most 64 letters, digits, -, _ and .`;
    return { target, key, problem, hint: 'give it one with schedule: "<group>/<name>"' };
  }
  const wanted = wantedSchedule({ options, runs: revision.runs, environment, now: found.body });
  if (wanted.problem !== null) return { target, key, problem: wanted.problem, hint: wanted.hint };
  const what = nameOf(entry);
  const now = revisionOf(targetIn(found.body));
  const { name: to, taskDefinition } = nextRevision(revision);
  const changes = [...changesOf(found.body, wanted.body), ...revisionChange(now, to)];
  const enabled = wanted.body.State !== 'DISABLED' || options.enabled === false;
  const warnings = warningsOf(entry, { what, enabled, running });
  const common = { phase: 'after-rollout', ...subjectOf(entry), needs: [], after: [] } as const;
  if (found.body === null) {
    const forward: Step = {
      ...common,
      id: `schedules.create-schedule:${key}:${target}`,
      kind: 'schedules.create-schedule',
      title: `create ${what}`,
      input: { ...place, body: wanted.body, revision: taskDefinition },
      changes,
    };
    const back: Step = {
      ...common,
      id: `rollback:${forward.id}`,
      kind: 'schedules.delete-schedule',
      title: `delete ${what} again`,
      input: { ...place, created: { ...ref(forward.id, 'sent') } },
      changes: [],
      undoes: forward.id,
    };
    return { forward, back, notes: [], warnings };
  }
  if (now !== null && revisionName(now) === to && sameJson(wanted.body, found.body)) {
    const notes = notesOf(entry, `${what} is as it is written, and runs ${to} already`);
    return { forward: null, back: null, notes, warnings };
  }
  const forward: Step = {
    ...common,
    id: `schedules.update-schedule:${key}:${target}`,
    kind: 'schedules.update-schedule',
    title: `update ${what}`,
    input: { ...place, before: found.body, after: wanted.body, revision: taskDefinition },
    changes,
  };
  const back: Step = {
    ...forward,
    id: `rollback:${forward.id}`,
    title: `bring ${what} back`,
    input: {
      ...place,
      before: { ...ref(forward.id, 'sent') },
      after: { ...ref(forward.id, 'before') },
      revision: null,
    },
    changes: [...changesOf(wanted.body, found.body), ...(now === null ? [] : revisionChange(to, revisionName(now)))],
    undoes: forward.id,
  };
  return { forward, back, notes: [], warnings };
}

const revisionPath = 'Target.EcsParameters.TaskDefinitionArn';

function revisionChange(now: string | null, to: string): readonly Change[] {
  const from = now === null ? null : revisionName(now);
  return from === to ? [] : [{ path: revisionPath, from, to }];
}

/** What differs apart from the revision, overrides as they are meant and not as text. */
function changesOf(before: JsonObject | null, after: JsonObject): readonly Change[] {
  return diffJson(before === null ? {} : readable(before), readable(after));
}

function readable(schedule: JsonObject): JsonObject {
  const target = targetIn(schedule);
  const parsed = parseInput(target.Input);
  const rest = { ...target, ...(parsed === null ? {} : { Input: parsed }) };
  return { ...schedule, Target: revisionOf(target) === null ? rest : withoutRevision(rest) };
}

function withoutRevision(target: JsonObject): JsonObject {
  return isJsonObject(target.EcsParameters ?? null) ? withRevision(target, null) : target;
}

function parseInput(input: Json | undefined): JsonObject | null {
  try {
    const parsed = JSON.parse(String(input)) as Json;
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
