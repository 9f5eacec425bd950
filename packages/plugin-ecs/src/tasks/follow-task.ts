import { isDeployError, type JsonObject, maskText, plainLine, type StepContext } from '@funade/core';
import { describeTasks } from '../api/describe-tasks.ts';
import { type Ecs, useEcs, useEcsForLooks } from '../api/ecs-client.ts';
import { isTransientError } from '../api/is-transient-error.ts';
import { pauseAfterSilence, pauseBetweenRounds } from '../api/poll-schedule.ts';
import { formatDuration } from '../model/duration.ts';
import { type TaskSubject, taskOutcomeUnknown, taskTimedOut } from '../model/task-errors.ts';
import { lagMs } from './choose-run.ts';
import { followLog, type LogFollower } from './follow-log.ts';
import { seenTask } from './seen-task.ts';
import { stopRunningTask } from './stop-running-task.ts';
import { type Counting, overReason, type SeenTask, type TaskVerdict, taskVerdict } from './task-verdict.ts';

/** A task that is followed to its end. */
export interface Following extends Counting {
  readonly subject: TaskSubject & { readonly id: string };
  /** The task definition that it runs. */
  readonly definition: JsonObject;
  /** The container whose log is shown; null: the first that has one. */
  readonly container: string | null;
  /** Null: as long as it takes. */
  readonly timeoutSeconds: number | null;
}

/** What a followed task says of itself. */
export interface TaskVoice {
  /** How it stands, in a few words. */
  progress(message: string, data: JsonObject): void;
  line(text: string): void;
}

/** How a task ended. */
export interface Followed {
  readonly task: SeenTask;
  readonly verdict: Exclude<TaskVerdict, { readonly state: 'running' }>;
  readonly log: LogFollower;
}

/** Looks in a row that may get no answer. */
const unanswered = 20;

/** How long a task that is being stopped is waited for: more than the longest stopTimeout of Fargate. */
const stopMs = 180_000;

/**
 * Follows a task to its end: its state, the lines of its log as they come, its exit code. What is over and is kept alive by
 * other containers alone is stopped, and so is what takes longer than it may.
 *
 * Throws `TASK_TIMED_OUT`, `TASK_OUTCOME_UNKNOWN` when ECS does not know the task, and what AWS refuses.
 */
export async function followTask(following: Following, voice: TaskVoice, context: StepContext): Promise<Followed> {
  const { subject, timeoutSeconds } = following;
  const { id: taskId } = subject;
  const ecs = await useEcsForLooks(context);
  const log = followLog({ ...following, taskId }, voice.line, context);
  const begun = context.clock.monotonic();
  const until = timeoutSeconds === null ? null : context.clock.now() + timeoutSeconds * 1000;
  const left = until === null ? {} : { until };
  let silent = 0;
  let said = '';
  for (;;) {
    const look = await lookAt(ecs, { ...subject, silent }, context);
    silent = look === 'silent' ? silent + 1 : 0;
    if (look === 'missing' && context.clock.monotonic() - begun > lagMs) throw taskOutcomeUnknown(subject, null);
    if (typeof look === 'object') {
      const verdict = taskVerdict(look, following);
      if (isUp(look)) await log.read();
      if (verdict.state !== 'running') return finish({ task: look, verdict, log }, subject, context);
      if (look.lastStatus !== said) voice.progress(look.lastStatus, { taskId, lastStatus: look.lastStatus, ...left });
      said = look.lastStatus;
    }
    if (timeoutSeconds !== null && context.clock.monotonic() - begun >= timeoutSeconds * 1000) {
      await endInTime(subject, `Funade: it took longer than ${formatDuration(timeoutSeconds)}`, context);
      await log.read();
      throw taskTimedOut(
        subject,
        formatDuration(timeoutSeconds),
        log.last.map((text) => `| ${maskText(plainLine(text))}`),
      );
    }
    const rest =
      timeoutSeconds === null ? Number.POSITIVE_INFINITY : timeoutSeconds * 1000 - (context.clock.monotonic() - begun);
    const pause = silent === 0 ? pauseBetweenRounds(1) : pauseAfterSilence(silent);
    await context.clock.sleep(Math.max(1, Math.min(pause, rest)), { signal: context.signal });
  }
}

/** A look that gets no answer comes again, some times. */
async function lookAt(
  ecs: Ecs,
  { cluster, id, silent }: Following['subject'] & { readonly silent: number },
  context: StepContext,
): Promise<SeenTask | 'missing' | 'silent'> {
  try {
    const [task] = await describeTasks(ecs, { cluster, tasks: [id] }, context);
    return task === undefined ? 'missing' : seenTask(task);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isDeployError(error) || !isTransientError(error) || silent >= unanswered) throw error;
    return 'silent';
  }
}

/** The task once it is over: the rest of its log is read, and what only others keep alive is stopped. */
async function finish(ended: Followed, subject: Following['subject'], context: StepContext): Promise<Followed> {
  const { task, verdict, log } = ended;
  // CloudWatch Logs gets the last lines a moment after the container has ended.
  if (task.containers.some(({ exitCode }) => exitCode !== null) && typeof log.place !== 'string') {
    for (let quiet = 0; quiet < 2; ) {
      await context.clock.sleep(1000, { signal: context.signal });
      quiet = (await log.read()) === 0 ? quiet + 1 : 0;
    }
  }
  if ('over' in verdict && verdict.over) await endInTime(subject, overReason, context);
  return ended;
}

/** Stops a task and waits until it has stopped, for three minutes at most. */
async function endInTime({ cluster, id }: Following['subject'], reason: string, context: StepContext): Promise<void> {
  await stopRunningTask({ cluster, id, reason }, context);
  const ecs = await useEcs(context);
  const begun = context.clock.monotonic();
  while (context.clock.monotonic() - begun < stopMs) {
    const [task] = await describeTasks(ecs, { cluster, tasks: [id] }, context);
    if (task === undefined || task.lastStatus === 'STOPPED') return;
    await context.clock.sleep(pauseBetweenRounds(1), { signal: context.signal });
  }
}

/** Whether its containers may have written something. */
function isUp({ lastStatus }: SeenTask): boolean {
  return !['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus);
}
