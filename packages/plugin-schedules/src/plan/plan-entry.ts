import {
  type Change,
  type Environment,
  type Json,
  type JsonObject,
  type Note,
  type RevisionArtifact,
  ref,
  type Step,
  type Warning,
} from '@funade/core/author';
import { chooseTarget } from '../model/choose-target.ts';
import { type Entry, nameOf } from '../model/entries.ts';
import type { Unfit } from '../model/errors.ts';
import type { RuleFacts, ScheduleFacts } from '../model/facts.ts';
import { familyOf, revisionName, revisionOf, targetIn } from '../model/revision.ts';
import { notesOf, subjectOf, warningsOf } from './entry-notes.ts';
import { nextRevision } from './next-revision.ts';
import { planManaged } from './plan-managed.ts';

/** What happens with one schedule of the config. */
export interface EntryPlan {
  /** Null: there is nothing to do. */
  readonly forward: Step | null;
  readonly back: Step | null;
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/** What an entry is planned from. */
export interface EntryContext {
  readonly found: RuleFacts | ScheduleFacts;
  /** What its target runs in the end; null: nothing says it. */
  readonly revision: RevisionArtifact | null;
  /** How many of its tasks run. */
  readonly running: number;
  readonly environment: Pick<Environment, 'account' | 'region'>;
}

/** Decides what happens with one schedule of the config, or why it cannot follow. */
export function planEntry(entry: Entry, context: EntryContext): EntryPlan | Unfit {
  const { found, revision } = context;
  const unfit = (problem: string, hint: string): Unfit => ({ target: entry.target, key: entry.key, problem, hint });
  if (revision === null || revision.taskDefinition === '') {
    return unfit(
      'nothing says which revision its service runs',
      'write ecs for the service, and list ecs() before schedules()',
    );
  }
  const families = [revision.family, ...(revision.running === null ? [] : [familyOf(revision.running)])];
  if (entry.type === 'rule') {
    if (found.type !== 'rule') throw new TypeError(`the facts of ${entry.key} are those of a ${found.type}`);
    if (found.managedBy !== null) {
      return unfit(
        `rule ${found.name} is managed by ${found.managedBy}`,
        'take it out of the config: AWS alone changes it',
      );
    }
    const { target, unfit: wrong } = chooseTarget(entry, found, families);
    if (target === null) return unfit(wrong.problem, wrong.hint);
    return follow(entry, { ...context, revision, families, target, body: target, enabled: found.enabled });
  }
  if (found.type !== 'schedule') throw new TypeError(`the facts of ${entry.key} are those of a ${found.type}`);
  if (entry.managed) {
    const { runs } = revision;
    if (runs === undefined)
      return unfit('nothing says where the tasks of its service run', 'name a schedule that is there');
    return planManaged(entry, { ...context, found, revision: { ...revision, runs } });
  }
  const body = found.body ?? {};
  const target = targetIn(body);
  if (revisionOf(target) === null) {
    return unfit(`${nameOf(entry)} runs no task of ECS`, 'name a schedule whose target is a cluster of ECS');
  }
  return follow(entry, { ...context, revision, families, target, body, enabled: body.State !== 'DISABLED' });
}

interface Following extends EntryContext {
  readonly revision: RevisionArtifact;
  readonly families: readonly string[];
  /** What runs the task. */
  readonly target: JsonObject;
  /** What is sent whole: the target of a rule itself, or the schedule around it. */
  readonly body: JsonObject;
  readonly enabled: boolean;
}

/** Lets what is there follow: the revision changes and nothing else. */
function follow(entry: Entry, { revision, families, target, body, enabled, running }: Following): EntryPlan | Unfit {
  const what = nameOf(entry);
  const now = revisionOf(target) ?? '';
  const family = familyOf(now);
  if (!families.includes(family)) {
    return {
      target: entry.target,
      key: entry.key,
      problem: `${what} runs ${revisionName(now)}, and the service runs ${revision.family}`,
      hint: 'write it under the service that it belongs to, or name another one',
    };
  }
  const warnings = warningsOf(entry, { what, enabled, running });
  const { name: to, taskDefinition } = nextRevision(revision);
  if (to === revisionName(now)) {
    return { forward: null, back: null, notes: notesOf(entry, `${what} runs ${to} already`), warnings };
  }
  const notes = now.includes(':', now.lastIndexOf('/'))
    ? []
    : notesOf(entry, `${what} names ${family} without a revision, which is the latest active one; it is given one`);
  const forward = forwardStep(entry, { body, taskDefinition, changes: [changeOf(entry, { now, to })] });
  return { forward, back: backStep(entry, forward, { now, to }), notes, warnings };
}

function changeOf({ type }: Entry, { now, to }: { readonly now: string; readonly to: string }): Change {
  const path = 'EcsParameters.TaskDefinitionArn';
  return { path: type === 'rule' ? path : `Target.${path}`, from: revisionName(now), to };
}

function forwardStep(
  entry: Entry,
  {
    body,
    taskDefinition,
    changes,
  }: { readonly body: JsonObject; readonly taskDefinition: Json; readonly changes: readonly Change[] },
): Step {
  const kind = entry.type === 'rule' ? 'schedules.put-targets' : 'schedules.update-schedule';
  return {
    id: `${kind}:${entry.key}:${entry.target}`,
    kind,
    phase: 'after-rollout',
    ...subjectOf(entry),
    title: `let ${nameOf(entry)} run the new revision`,
    input: {
      ...placeOf(entry),
      before: body,
      after: body,
      revision: taskDefinition,
    },
    needs: [],
    after: [],
    changes,
  };
}

/** Puts back what the step found, where nobody has changed the same since. */
function backStep(entry: Entry, forward: Step, { now, to }: { readonly now: string; readonly to: string }): Step {
  return {
    ...forward,
    id: `rollback:${forward.id}`,
    title: `let ${nameOf(entry)} run ${revisionName(now)} again`,
    input: {
      ...placeOf(entry),
      before: { ...ref(forward.id, 'sent') },
      after: { ...ref(forward.id, 'before') },
      revision: null,
    },
    changes: [changeOf(entry, { now: to, to: revisionName(now) })],
    undoes: forward.id,
  };
}

function placeOf(entry: Entry): JsonObject {
  return entry.type === 'rule' ? { rule: entry.place.name, bus: entry.place.bus } : { ...entry.place };
}
