import { type Change, type Json, type JsonObject, maskText, type Step, type StepId, type Warning } from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { unfilledText } from '../definition-rules/unfilled-text.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import { revisionName } from '../model/revision-name.ts';
import { type TaskRecord, taskRecordOf } from '../model/task-record.ts';
import { launchMembers } from '../options/launch-members.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { plainSecrets } from '../task-definition/plain-secrets.ts';
import { taskContainer } from './task-container.ts';
import { taskKey } from './task-key.ts';
import { countingIn, requestProblems, taskRequest } from './task-request.ts';
import type { TaskPlanning, TaskTarget } from './task-target.ts';

const defaultTimeout = '30m';

/** A task of a service in a plan. */
export interface DescribedTask {
  /** `task api/migrate`. */
  readonly title: string;
  /** What is recorded for this release; null: nothing. */
  readonly record: TaskRecord | null;
  readonly problems: readonly string[];
  readonly warnings: readonly Warning[];
  /** `after`: the task of the service before this one. */
  steps(after: StepId | null): readonly [Step, Step];
}

/** A task as its service writes it. */
export interface WrittenTask {
  readonly name: string;
  readonly options: TaskOptions;
  readonly users: readonly TaskTarget[];
}

/** What a task of a service comes to: its two steps, and what is wrong with it. */
export function describeTask(
  owner: TaskTarget,
  { name, options, users }: WrittenTask,
  planning: TaskPlanning,
): DescribedTask {
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
    settings: settingsOf(own),
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
