import type { Task } from '@aws-sdk/client-ecs';
import { isDeployError, resourceKey, type StepContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { TaskDefinitionFacts } from '../model/facts.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { consoleLink } from '../service/console-link.ts';
import type { ServiceEvent } from '../service/new-events.ts';
import { type Death, type FailFastInput, failsFast, fewestDeaths } from './fails-fast.ts';
import { logPlace } from './log-place.ts';
import { readAlive } from './read-alive.ts';
import { readLog } from './read-log.ts';
import { readTasks, stoppedTask } from './read-tasks.ts';
import { reportsOfActions } from './reports-of-actions.ts';
import { causeKey, eventCause, type StopCause, type StoppedTask, speaksAgainst, stopCause } from './stop-cause.ts';
import { type LogPlace, plainReport, type StopReport, stopEvidence, stopHeadline } from './stop-report.ts';

/** What a revision holds, by its ARN. */
const definitionKey = resourceKey<TaskDefinitionFacts>('ecs.definition');

/** Collects why the tasks of a deployment die. */
export interface ReasonFinder {
  /** Some of its tasks must have stopped: the next looks are worth their calls. */
  expect(): void;
  /**
   * Reads the tasks of this deployment that have stopped since the last time, and tells each new cause once. Does nothing
   * when none are expected or the minute's calls are spent, unless it is the `last` look.
   */
  look(deploymentId: string, last?: 'last'): Promise<void>;
  /**
   * Asks the action logs of ECS where neither a stopped task nor an event has said why: tasks are forgotten after an hour, and may
   * not be seen by everybody. Does nothing where the cluster delivers none to CloudWatch Logs, or they cannot be read.
   */
  consult(subject: ActionSubject): Promise<void>;
  /** Keeps what events say, for deployments none of whose tasks ever came to be. */
  hear(events: readonly ServiceEvent[]): void;
  /** What makes the deployment count as failed before ECS says so; null: it goes on. */
  failsFast(deploymentId: string, limits: Pick<FailFastInput, 'written' | 'tolerance'>): Promise<StopReport | null>;
  /** How many tasks have died that speak against the revision. */
  deaths(): number;
  /** The cause that most tasks died of, those that speak against the revision first; null while none is known. */
  worst(): StopReport | null;
}

/** Which deployment the action logs are asked about. */
export interface ActionSubject {
  readonly deploymentId: string;
  /** ARN; null where it cannot be seen. */
  readonly serviceDeployment: string | null;
  /** When the deployment began, in milliseconds since the epoch; null when nothing says it. */
  readonly since: number | null;
}

/** What is asked about. */
export interface ReasonSubject {
  readonly place: ServiceRef;
  readonly taskDefinition: string;
}

/** Stopped tasks may be listed a little later than they are counted. */
const looksForEach = 3;

/** Calls of a look: ListTasks, DescribeTasks and GetLogEvents. */
const callsOfLook = 3;

/** A finder that is told once that it may not look, and then looks no more. */
export async function createReasonFinder(
  { place, taskDefinition }: ReasonSubject,
  context: StepContext,
): Promise<ReasonFinder> {
  const poller = await useRolloutPoller(context);
  const known = new Set<string>();
  const reports = new Map<string, StopReport>();
  const heard = new Map<string, StopReport>();
  const deaths: Death[] = [];
  let judged = 0;
  let blind = false;
  let chances = 0;

  const count = (cause: StopCause): StopReport | null => {
    const report = reports.get(causeKey(cause));
    if (report === undefined) return null;
    const more = { ...report, count: report.count + 1 };
    reports.set(causeKey(cause), more);
    return more;
  };

  const take = async (ecs: Ecs, task: Task): Promise<void> => {
    const stopped = stoppedTask(task);
    const cause = stopCause(stopped);
    if (cause === null) return;
    const { startedAt, stoppedAt, taskDefinitionArn: ran = taskDefinition } = task;
    deaths.push({ cause, startedAt: startedAt?.getTime() ?? null, stoppedAt: stoppedAt?.getTime() ?? 0 });
    if (count(cause) !== null) return;
    poller.spend(1);
    const report = await reportOf(ecs, { place, stopped, cause, taskDefinition: ran }, context);
    reports.set(causeKey(cause), report);
    context.progress(stopHeadline(report), { stopped: plainReport(report) as never });
    for (const line of stopEvidence(report)) context.output(line);
  };

  return {
    expect() {
      chances = looksForEach;
    },
    async look(deploymentId, last) {
      if (blind || (last === undefined && (chances === 0 || !poller.hasRoom(callsOfLook)))) return;
      chances = Math.max(0, chances - 1);
      try {
        const ecs = await useEcs(context);
        poller.spend(2);
        const tasks = await readTasks(ecs, { place, desired: 'STOPPED', except: known }, context);
        const dead = tasks.filter(
          ({ lastStatus, startedBy }) => lastStatus === 'STOPPED' && startedBy === deploymentId,
        );
        for (const { taskArn = '', startedBy, lastStatus } of tasks) {
          if (lastStatus === 'STOPPED' || startedBy !== deploymentId) known.add(taskArn);
        }
        const dying = tasks.some(({ lastStatus, startedBy }) => lastStatus !== 'STOPPED' && startedBy === deploymentId);
        if (dead.length > 0 && !dying) chances = 0;
        const inOrder = dead.toSorted((a, b) => (a.stoppedAt?.getTime() ?? 0) - (b.stoppedAt?.getTime() ?? 0));
        for (const task of inOrder) await take(ecs, task);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!isDeployError(error)) throw error;
        if (error.code !== 'AWS_ACCESS_DENIED') return;
        blind = true;
        context.warn(`it is not known why tasks of ${place.service} stop: ${error.message}`);
      }
    },
    async consult(subject) {
      if (reports.size > 0 || heard.size > 0) return;
      for (const report of await reportsOfActions({ place, ...subject }, context)) {
        reports.set(causeKey(report.cause), report);
        context.progress(stopHeadline(report), { stopped: plainReport(report) as never });
      }
    },
    hear(events) {
      for (const { message } of events) {
        const cause = eventCause(message);
        if (cause === null || heard.has(cause.class)) continue;
        const nothing = { count: 1, task: null, link: null, containers: [], log: null, lines: [], elsewhere: null };
        heard.set(cause.class, { cause, ...nothing });
      }
    },
    async failsFast(deploymentId, limits) {
      if (limits.written === 0 || deaths.length === judged) return null;
      if (deaths.length < (limits.written ?? fewestDeaths)) return null;
      try {
        const alive = limits.written === null ? await readAlive({ place, deploymentId }, context) : [];
        judged = deaths.length;
        const cause = failsFast({ ...limits, deaths, alive });
        return cause === null ? null : (reports.get(causeKey(cause)) ?? null);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!isDeployError(error)) throw error;
        return null;
      }
    },
    deaths: () => deaths.filter(({ cause }) => speaksAgainst(cause)).length,
    worst() {
      const found = [...reports.values()].toSorted((a, b) => b.count - a.count);
      return found.find(({ cause }) => speaksAgainst(cause)) ?? [...heard.values()].at(-1) ?? found[0] ?? null;
    },
  };
}

async function reportOf(
  ecs: Ecs,
  {
    place,
    stopped,
    cause,
    taskDefinition,
  }: ReasonSubject & { readonly stopped: StoppedTask; readonly cause: StopCause },
  context: StepContext,
): Promise<StopReport> {
  const { id, containers } = stopped;
  const log = await placeOfLog(ecs, { cause, taskDefinition, taskId: id }, context);
  const link = consoleLink({ region: context.environment.region, place, task: id });
  const report = { cause, count: 1, task: id, link, containers };
  if (typeof log === 'string') return { ...report, log: null, lines: [], elsewhere: log };
  const ran = containers.some(({ exitCode }) => exitCode !== null);
  if (!ran) return { ...report, log, lines: [], elsewhere: 'no container ran, so there are no log lines' };
  return { ...report, log, ...(await readLog(log, context)) };
}

async function placeOfLog(
  ecs: Ecs,
  input: { readonly cause: StopCause; readonly taskDefinition: string; readonly taskId: string },
  context: StepContext,
): Promise<LogPlace | string> {
  const { taskDefinition: arn, cause, taskId } = input;
  try {
    const { taskDefinition } = await context.resources.use(definitionKey.of(arn), () =>
      describeTaskDefinition(ecs, arn, context),
    );
    return logPlace({ taskDefinition, container: cause.container, taskId, region: context.environment.region });
  } catch (error) {
    return `it is not known where its log is: ${error instanceof Error ? error.message : String(error)}`;
  }
}
