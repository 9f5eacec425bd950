import {
  errorInfo,
  type HandRun,
  type HandRunListener,
  type HandRunRequest,
  type HandRunTask,
  isDeployError,
  isJsonObject,
  type JsonObject,
  maskText,
  plainLine,
  type RunContext,
  type StepContext,
} from '@funade/core';
import { useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { parseDuration } from '../model/duration.ts';
import { serviceNotFound } from '../model/errors.ts';
import { nothingToRun, taskNeedsRelease, taskNotConfigured } from '../model/hand-run-errors.ts';
import { familyOf, revisionName } from '../model/revision-name.ts';
import { tasksInvalid } from '../model/task-errors.ts';
import { describeServices } from '../observe/observe-services.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import { isService, type JobTarget } from '../options/jobs.ts';
import { containersOf, type EcsTargetOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { consoleLink } from '../service/console-link.ts';
import { launchOf } from '../service/launch-of.ts';
import { runningRevision } from '../service/running-revision.ts';
import { followTask } from '../tasks/follow-task.ts';
import { launchTask } from '../tasks/launch-task.ts';
import { cancelTask } from '../tasks/on-cancel.ts';
import { taskContainer } from '../tasks/task-container.ts';
import { taskFailure } from '../tasks/task-failure.ts';
import { countingIn, requestProblems, taskRequest } from '../tasks/task-request.ts';
import { assertPlace } from './assert-place.ts';
import { findDefinition, findRelease } from './find-revision.ts';
import { jobFamily } from './job-family.ts';

type Request = HandRunRequest<EcsTargetOptions>;

/**
 * Runs a task of the one target by hand: image and configuration of what runs now, unless a revision or a release is named.
 * It is followed to its end, and stopped when the command is interrupted.
 *
 * @throws `SERVICE_NOT_FOUND`, `NOTHING_TO_RUN`, `TASK_NOT_CONFIGURED`, `TASK_NEEDS_RELEASE`, `TASKS_INVALID`, `TASK_NOT_PLACED`,
 * `TASK_CANCELLED`, and what AWS refuses
 */
export async function run(request: Request, context: RunContext, listener: HandRunListener): Promise<HandRun | null> {
  const [target] = request.targets;
  if (target === undefined) return null;
  const writes = await useEcsForWrites(context);
  const { cluster } = target.options;
  const options = optionsOf(request, target);
  const standing = await standingOf(request, context);
  const definition = await definitionOf(request, { options, standing }, context);
  const { container, problems } = taskContainer(definition, { options, own: target.options });
  const body = taskRequest({
    options,
    launch: standing.launch,
    settings: settingsOf(target.options),
    definition,
    container,
  });
  const wrong = [...problems, ...requestProblems(body, { options, definition })];
  if (wrong.length > 0) throw tasksInvalid(wrong.map((message) => ({ target: target.id, message })));
  const taskDefinition = String(definition.taskDefinitionArn);
  const revision = revisionName(taskDefinition);
  const name = request.task === null ? target.service : `${target.service}/${request.task}`;
  const startedBy = ['funade-run', request.project, request.environment.name, target.service].join('/');
  const sent: JsonObject = {
    ...body,
    taskDefinition,
    count: request.count,
    startedBy: startedBy.replace(/[^A-Za-z0-9\-/_]/g, '-').slice(0, 128),
    clientToken: context.random.uuid(),
  };
  const ids = await sendAfterLook<readonly string[]>(
    {
      operation: 'RunTask',
      look: async () => null,
      send: () => launchTask(writes, { cluster, name, body: sent }, context),
    },
    context,
  );
  for (const id of ids) listener.progress(id, `started on ${revision}`);
  const started = ids.map((id): HandRunTask => ({ id, state: 'started', exitCode: null, error: null }));
  if (request.detach) return { revision, tasks: started };
  const counting = countingIn(definition, options.container ?? null);
  const timeoutSeconds = options.timeout === undefined ? null : parseDuration(options.timeout);
  const onCancel = request.task === null ? 'stop' : (options.onCancel ?? 'stop');
  const tasks = await Promise.all(
    ids.map(async (id): Promise<HandRunTask> => {
      const subject = { cluster, name, id, byHand: true } as const;
      const own = contextOf({ target: target.id, id }, { context, listener });
      try {
        const voice = { progress: own.progress, line: own.output };
        const ended = await followTask({ ...counting, subject, definition, container, timeoutSeconds }, voice, own);
        const { verdict, task, log } = ended;
        if (verdict.state === 'succeeded') return { id, state: 'succeeded', exitCode: 0, error: null };
        const link = consoleLink({ region: context.environment.region, place: { cluster, service: '' }, task: id });
        const error = errorInfo(taskFailure({ subject, task, verdict, log, link }));
        return { id, state: 'failed', exitCode: 'exitCode' in verdict ? verdict.exitCode : null, error };
      } catch (thrown) {
        if (context.signal.aborted) {
          const cancelled = await cancelTask({ cluster, onCancel, name, byHand: true }, id, own);
          listener.warn(cancelled.message);
          throw cancelled;
        }
        if (!isDeployError(thrown)) throw thrown;
        return { id, state: 'failed', exitCode: null, error: errorInfo(thrown) };
      }
    }),
  );
  return { revision, tasks };
}

type Target = Request['targets'][number];

/** What the config says of the task, with what was typed in its place. Throws `TASK_NOT_CONFIGURED`, `TASK_NEEDS_RELEASE`. */
function optionsOf({ task, command }: Request, { id, options: own }: Target): TaskOptions {
  const { tasks } = filledTasks(own);
  const configured = task === null ? { when: 'before' as const } : tasks[task];
  if (configured === undefined) throw taskNotConfigured(id, task ?? '', Object.keys(tasks));
  const options: TaskOptions = { ...configured, ...(command === null ? {} : { command }) };
  if (task !== null) refuseTemplates({ target: id, task }, options);
  return options;
}

/** Throws `TASK_NEEDS_RELEASE`. Variables come first: a command can be typed in place of one that needs a release. */
function refuseTemplates(
  subject: Parameters<typeof taskNeedsRelease>[0],
  { command = [], environment = {} }: TaskOptions,
): void {
  const isOpen = (value: unknown): value is string => typeof value === 'string' && value.includes('{{');
  const variable = Object.values(environment).find(isOpen);
  if (variable !== undefined) throw taskNeedsRelease(subject, { text: variable, inCommand: false });
  const word = command.find(isOpen);
  if (word !== undefined) throw taskNeedsRelease(subject, { text: word, inCommand: true });
}

/** What stands of the target. */
interface Standing {
  /** ARN, or family, of what runs; null: nothing does. */
  readonly runs: string | null;
  readonly launch: JsonObject;
}

async function standingOf(request: Request, context: RunContext): Promise<Standing> {
  const [target] = request.targets;
  if (target === undefined) throw new TypeError('a task is run of one target');
  if (!isService(target)) return jobStanding(target, request, context);
  const { cluster, service } = target.options;
  assertPlace(target.id, { cluster, service });
  const ecs = await useEcs(context);
  const { output, body } = await describeServices(ecs, { cluster, services: [service] }, context);
  const raw = findService((Array.isArray(body.services) ? body.services : []).filter(isJsonObject), service);
  if (raw?.status !== 'ACTIVE') throw serviceNotFound({ cluster, service }, null, context.environment);
  const seen = findService(output.services ?? [], service) ?? {};
  return { runs: runningRevision(seen), launch: launchOf(raw) };
}

async function jobStanding(target: JobTarget, request: Request, context: RunContext): Promise<Standing> {
  return { runs: await jobFamily(target, request, context), launch: launchOf(settingsOf(target.options)) };
}

/** The task definition that is run, raw. Throws `NOTHING_TO_RUN`. */
async function definitionOf(
  { targets, revision, release }: Request,
  { options, standing: { runs } }: { readonly options: TaskOptions; readonly standing: Standing },
  context: RunContext,
): Promise<JsonObject> {
  const [target] = targets;
  if (target === undefined) throw new TypeError('a task is run of one target');
  const usual = options.taskDefinition ?? runs;
  if (usual === null) throw nothingToRun(target.id, 'no task definition that runs');
  const ecs = await useEcs(context);
  const family = familyOf(usual);
  if (release !== null) {
    const containers = new Set(containersOf(target.options).keys());
    const found = await findRelease(ecs, { family, release, containers }, context);
    if (found === null) throw nothingToRun(target.id, `no active revision of ${family} for ${release}`);
    return found;
  }
  const name = revision === null ? usual : revision.includes(':') ? revision : `${family}:${revision}`;
  const found = await findDefinition(ecs, name, context);
  if (found === null) throw nothingToRun(target.id, `no task definition ${revisionName(name)}`);
  return found;
}

/** What followers of a task are given, where there is no step. */
function contextOf(
  { target, id }: { readonly target: Target['id']; readonly id: string },
  { context, listener }: { readonly context: RunContext; readonly listener: HandRunListener },
): StepContext {
  const { secrets } = context.resources;
  const shown = (text: string): string => maskText(plainLine(secrets.redact(text)));
  return {
    ...context,
    step: { id: 'ecs.run', kind: 'ecs.run', phase: 'finish', targets: [target], label: target, title: `task ${id}` },
    runId: '',
    progress: (message) => listener.progress(id, message),
    output: (line) => listener.line(id, shown(line)),
    warn: (message) => listener.warn(message),
  };
}
