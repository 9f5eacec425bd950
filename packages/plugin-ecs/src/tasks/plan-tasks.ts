import {
  type Change,
  type Json,
  type JsonObject,
  maskText,
  type Note,
  type PluginRequest,
  type PluginTarget,
  type Step,
  type StepId,
  type Warning,
} from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { unfilledText } from '../definition-rules/unfilled-text.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import type { EcsFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import { tasksInvalid } from '../model/task-errors.ts';
import { type TaskRecord, taskRecordOf } from '../model/task-record.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import { launchMembers } from '../options/launch-members.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { plainSecrets } from '../task-definition/plain-secrets.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { neededTasks } from './needed-tasks.ts';
import { taskContainer } from './task-container.ts';
import { taskKey } from './task-key.ts';
import { countingIn, requestProblems, taskRequest } from './task-request.ts';

/** A target as its tasks see it. */
export interface TaskTarget {
  readonly target: PluginTarget<EcsTargetOptions>;
  /** `takes-over`: its revision does in this plan; `rolls-out`: somebody else's rollout of it is in progress; else `stays`. */
  readonly rollout: 'takes-over' | 'rolls-out' | 'stays';
  /** ARN of the revision that it runs in the end, or a reference to the step that registers it. */
  readonly revision: Json;
  /** Null while it is not registered. */
  readonly existing: string | null;
  /** The request that registers it. */
  readonly definition: JsonObject;
  /** How its tasks are launched. */
  readonly launch: JsonObject;
}

/** What tasks are planned in. */
export interface TaskPlanning {
  readonly request: PluginRequest<EcsTargetOptions>;
  readonly facts: Pick<EcsFacts, 'taskDefinitions' | 'ofTasks'>;
  /** Proves who we are. */
  readonly session: StepId;
}

/** What tasks add to a plan. */
export interface TaskPlans {
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

const defaultTimeout = '30m';

/**
 * The one-off tasks of a plan: those before the rollout where a service changes that waits for them, once for all of these;
 * those after it where the service changes, or where they are still open. What is recorded as succeeded for this release
 * is left out, with a note. Touches nothing.
 *
 * @throws `TASKS_INVALID` with all that is wrong
 */
export function planTasks(targets: readonly TaskTarget[], planning: TaskPlanning): TaskPlans {
  const needed = neededTasks(targets.map(({ target }) => target));
  const problems = [...needed.problems];
  const steps: Step[] = [];
  const notes: Note[] = [];
  const warnings: Warning[] = [];
  for (const owner of targets) {
    const last: { before: StepId | null; after: StepId | null } = { before: null, after: null };
    for (const [name, options] of Object.entries(filledTasks(owner.target.options).tasks)) {
      const users = usersOf(owner, { name, options, targets });
      const task = describe(owner, { name, options, users }, planning);
      problems.push(
        ...task.problems.map((message) => ({ target: owner.target.id, message: `ecs.tasks.${name}: ${message}` })),
      );
      const { record } = task;
      const open = options.when === 'after' && isOpen(owner, record, planning);
      if (users.length === 0 && !open) continue;
      const subject = { targets: users.map(({ target }) => target.id), label: owner.target.id };
      if (record?.state === 'succeeded' && options.again !== true) {
        notes.push({ ...subject, text: doneText(task.title, record, planning) });
        continue;
      }
      const pair = task.steps(last[options.when]);
      steps.push(...pair);
      last[options.when] = pair.at(-1)?.id ?? null;
      warnings.push(...task.warnings);
    }
  }
  if (problems.length > 0) throw tasksInvalid(problems);
  return {
    steps,
    notes,
    warnings: [...needed.warnings(targets.filter(takesOver).map(({ target }) => target.id)), ...warnings],
  };
}

/**
 * Whether a task after the rollout is still to come although nothing else is: it has failed or never ended, or the run that
 * rolled this release out did not come to it.
 */
function isOpen({ existing }: TaskTarget, record: TaskRecord | null, { facts, request }: TaskPlanning): boolean {
  if (record !== null) return record.state !== 'succeeded';
  return provenanceOf(facts.taskDefinitions[existing ?? '']?.tags ?? []).commit === request.release.commit;
}

function takesOver({ rollout }: TaskTarget): boolean {
  return rollout === 'takes-over';
}

/** The targets that a task belongs to in this plan: none of them goes on without it. */
function usersOf(
  owner: TaskTarget,
  {
    name,
    options,
    targets,
  }: { readonly name: string; readonly options: TaskOptions; readonly targets: readonly TaskTarget[] },
): readonly TaskTarget[] {
  if (options.when === 'after') return owner.rollout === 'stays' ? [] : [owner];
  const full = `${owner.target.service}/${name}`;
  return targets.filter(
    (each) => takesOver(each) && (each === owner || each.target.options.needs?.includes(full) === true),
  );
}

interface Described {
  /** `task api/migrate`. */
  readonly title: string;
  /** What is recorded for this release; null: nothing. */
  readonly record: TaskRecord | null;
  readonly problems: readonly string[];
  readonly warnings: readonly Warning[];
  /** `after`: the task of the service before this one. */
  steps(after: StepId | null): readonly [Step, Step];
}

interface Written {
  readonly name: string;
  readonly options: TaskOptions;
  readonly users: readonly TaskTarget[];
}

function describe(owner: TaskTarget, { name, options, users }: Written, planning: TaskPlanning): Described {
  const { id, service, options: own } = owner.target;
  const { project, environment, release } = planning.request;
  const key = taskKey({ project, environment, release, service, task: name });
  const full = `${service}/${name}`;
  const title = `task ${full}`;
  const ran = whatRuns(owner, options, planning);
  const chosen = taskContainer(ran.definition, { options, own });
  const request = taskRequest({
    options,
    launch: owner.launch,
    definition: ran.definition,
    container: chosen.container,
  });
  const timeoutSeconds = parseDuration(options.timeout ?? defaultTimeout) ?? 0;
  const { onFailure = 'fail', onCancel = 'leave' } = options;
  const records = [...new Map([owner, ...users].map(({ revision }) => [JSON.stringify(revision), revision])).values()];
  const common = {
    phase: options.when === 'before' ? 'before-rollout' : 'after-rollout',
    targets: (users.length === 0 ? [owner] : users).map(({ target }) => target.id),
    label: id,
    after: [],
    ...(options.when === 'after'
      ? { onFailure: onFailure === 'rollback' ? ('rollback' as const) : ('leave' as const) }
      : {}),
  } as const;
  const about = {
    cluster: own.cluster,
    service,
    task: name,
    when: options.when,
    release: key.release,
    ...countingIn(ran.definition, options.container ?? null),
    container: chosen.container,
    records,
    tolerated: onFailure === 'warn',
    onCancel,
  };
  const command = options.command === undefined ? '' : `: ${maskText(options.command.join(' '))}`;
  const run: Step = {
    ...common,
    id: `ecs.run-task:${name}:${id}`,
    kind: 'ecs.run-task',
    title: `run ${title}${command}`,
    input: {
      ...about,
      taskDefinition: ran.revision,
      startedBy: key.startedBy,
      again: options.again === true,
      request,
    },
    needs: [planning.session],
    changes: changesOf(ran.name, request, options),
  };
  const wait: Step = {
    ...common,
    id: `ecs.wait-for-task:${name}:${id}`,
    kind: 'ecs.wait-for-task',
    title: `wait for ${title} (${policyText(options, timeoutSeconds)})`,
    input: {
      ...about,
      taskId: output(run.id, 'taskId'),
      state: output(run.id, 'state'),
      taskDefinition: ran.revision,
      timeoutSeconds,
    },
    needs: [planning.session, run.id],
    changes: [],
  };
  return {
    title,
    record: recordOf({ environment: environment.name, service, task: name }, key.release, planning),
    problems: [
      ...unfilledIn(options, own),
      ...chosen.problems,
      ...requestProblems(request, { options, definition: ran.definition }),
    ],
    warnings: warningsOf(owner, { full, request }),
    steps: (after) => [after === null ? run : { ...run, needs: [...run.needs, after] }, wait],
  };
}

/** With a map of placeholders, all of them are to be filled. */
function unfilledIn(options: TaskOptions, { placeholders }: EcsTargetOptions): readonly string[] {
  if (placeholders === undefined) return [];
  return placeholdersIn(options as JsonObject).map(({ path, text }) => `${path}: ${unfilledText(text, placeholders)}`);
}

/** The definition that a task runs. */
function whatRuns(
  { revision, existing, definition }: TaskTarget,
  { taskDefinition }: TaskOptions,
  { facts: { ofTasks = {}, taskDefinitions } }: TaskPlanning,
): { readonly revision: Json; readonly name: string; readonly definition: JsonObject } {
  if (taskDefinition === undefined) {
    const name = existing === null ? `${String(definition.family)} (new revision)` : revisionName(existing);
    return { revision, name, definition };
  }
  const arn = ofTasks[taskDefinition] ?? '';
  const found = taskDefinitions[arn]?.taskDefinition;
  if (found === undefined) throw new TypeError(`the facts say nothing about ${taskDefinition}`);
  return { revision: arn, name: revisionName(arn), definition: found };
}

/** The last record of this release among all revisions that were read: a release may have come to several. */
function recordOf(
  name: Parameters<typeof taskRecordOf>[1],
  release: string,
  { facts: { taskDefinitions } }: TaskPlanning,
): TaskRecord | null {
  const found = Object.values(taskDefinitions).flatMap(({ tags }) => taskRecordOf(tags, name) ?? []);
  const own = found.filter((record) => record.release === release).toSorted((a, b) => a.at.localeCompare(b.at));
  return own.find(({ state }) => state === 'succeeded') ?? own.at(-1) ?? null;
}

function doneText(title: string, { at, task }: TaskRecord, { request: { release } }: TaskPlanning): string {
  const name = release.tag ?? release.shortCommit;
  return `${title} has already succeeded for ${name} (${at.slice(0, 16).replace('T', ' ')} UTC, ${task}): it is not run again`;
}

/** What it runs, and what it does not run as the service does. */
function changesOf(name: string, { overrides, ...request }: JsonObject, options: TaskOptions): readonly Change[] {
  const { containerOverrides = [], ...size } = (overrides ?? {}) as JsonObject;
  const added = (path: string, to: Json | undefined): readonly Change[] =>
    to === undefined ? [] : [{ path, from: null, to }];
  const [own] = containerOverrides as readonly JsonObject[];
  const at = `containerOverrides[${String(own?.name)}]`;
  const variables = (own?.environment ?? []) as readonly JsonObject[];
  return [
    ...added('taskDefinition', name),
    ...added(`${at}.command`, own?.command),
    ...variables.flatMap((each) => added(`${at}.environment[${String(each.name)}].value`, each.value)),
    ...Object.entries(size).flatMap(([member, value]) => added(member, value)),
    ...launchMembers.flatMap((member) => (options[member] == null ? [] : added(member, request[member]))),
  ];
}

function policyText({ when, onFailure = 'fail', onCancel = 'leave' }: TaskOptions, seconds: number): string {
  const failure = { fail: 'fail', warn: 'warn and go on', rollback: 'roll back' }[onFailure];
  return [
    `up to ${formatDuration(seconds)}`,
    ...(when === 'before' ? [] : [`on failure: ${failure}`]),
    `on cancel: ${onCancel}`,
  ].join('; ');
}

function warningsOf(
  { target: { id } }: TaskTarget,
  { full, request }: { readonly full: string; readonly request: JsonObject },
): readonly Warning[] {
  const { containerOverrides = [] } = (request.overrides ?? {}) as JsonObject;
  return plainSecrets({ containerDefinitions: containerOverrides }).map(({ variables }) => ({
    code: 'PLAIN_SECRET',
    targets: [id],
    label: id,
    message: `task ${full} has what looks like a secret in environment: ${variables.join(', ')}; name it under secrets of the task definition`,
  }));
}

function output(step: StepId, name: string): Json {
  return { $ref: [step, name] };
}
