import type { Lookup } from '../../../model/service.ts';
import { addEvent, addEventOnce, resolveCauses } from '../events.ts';
import { hashOf } from '../identifiers.ts';
import { logTask } from '../logs/action-logs.ts';
import { writeLogs } from '../logs/write-logs.ts';
import { recordFailure, recordSuccess } from '../rollout/failures.ts';
import { liveTasks } from '../rollout/service-tasks.ts';
import { wake } from '../rollout/wake.ts';
import type { EcsState, Service, Task } from '../state.ts';
import { chosenContainer } from './containers.ts';
import { names } from './names.ts';
import { prepareContainers } from './pull-images.ts';
import { startSeconds } from './start-task.ts';
import {
  essentialContainerExited,
  failedContainerHealthChecks,
  failedTargetHealthChecks,
  outOfMemory,
} from './stop-reasons.ts';
import { endTask, finishContainers, signalContainers, stopTask } from './stop-task.ts';
import { setTimer, type TaskTimer } from './timers.ts';

/** Moves a task one step on its way, at the time its timer was set for. */
export function runTimer(state: EcsState, { task, timer }: { task: Task; timer: TaskTimer }, lookup: Lookup): void {
  task.timers.splice(task.timers.indexOf(timer), 1);
  task.version += 1;
  const service = task.service === null ? undefined : state.services.get(`${task.cluster}/${task.service}`);
  switch (timer.kind) {
    case 'pull':
      task.lastStatus = 'PENDING';
      task.pullStartedAt = state.now;
      if (task.behaviour.becomes.type !== 'never-starts') {
        setTimer(state, task, { kind: 'start', seconds: startSeconds(state, task) / 2 });
      }
      break;
    case 'start':
      startContainers(state, task, lookup);
      break;
    case 'run':
      run(state, task, service);
      break;
    case 'healthy':
      task.healthy = true;
      for (const container of task.containers) if (container.hasHealthCheck) container.healthStatus = 'HEALTHY';
      break;
    case 'settled':
      task.settled = true;
      if (service) {
        resolveCauses(service);
        recordSuccess(state, service, task);
      }
      break;
    case 'container-ends':
      endContainer(state, task);
      break;
    case 'container-unhealthy':
      failContainerHealth(state, task, service);
      break;
    case 'target-unhealthy':
      failTargetHealth(state, task, service);
      break;
    case 'interrupted':
      interrupt(state, task);
      break;
    case 'drained':
      finishDraining(state, { task, timer }, service);
      break;
    case 'containers-stopped':
      finishContainers(state, task);
      break;
    case 'stopped':
      task.lastStatus = 'STOPPED';
      task.stoppedAt = state.now;
      logTask(state, task);
      break;
  }
  if (service) wake(state, service);
}

function startContainers(state: EcsState, task: Task, lookup: Lookup): void {
  const failure = prepareContainers(state, task, lookup);
  if (failure) {
    if (failure.container) failure.container.reason = failure.stoppedReason;
    sayNotPlaced(state, task, failure.stoppedReason);
    endTask(state, task, { stopCode: 'TaskFailedToStart', stoppedReason: failure.stoppedReason });
    recordFailure(state, task);
    return;
  }
  task.pullStoppedAt = state.now;
  for (const container of task.containers) {
    container.lastStatus = 'RUNNING';
    container.runtimeId = `${task.id}-${(Number.parseInt(hashOf(container.arn).slice(0, 8), 16) % 9_000_000_000) + 100_000_000}`;
  }
  writeLogs(state, task);
  const { becomes } = task.behaviour;
  if ((becomes.type === 'exits' || becomes.type === 'out-of-memory') && becomes.afterSeconds === 0) {
    endContainer(state, task);
    if (task.desiredStatus === 'STOPPED') return;
  }
  if (task.targetGroups.length > 0) task.lastStatus = 'ACTIVATING';
  task.drainSeconds = drainSecondsOf(task, lookup);
  setTimer(state, task, { kind: 'run', seconds: startSeconds(state, task) / 4 });
}

/** The longest deregistration delay of its target groups, as far as they are seeded. */
function drainSecondsOf({ targetGroups }: Task, lookup: Lookup): number | null {
  const delays = targetGroups.flatMap((arn) => lookup.deregistrationDelay(arn) ?? []);
  return delays.length === 0 ? null : Math.max(...delays);
}

/** Targets that are registered at the same time are told in one event for each group, by the last of them. */
function sayRegistered(state: EcsState, service: Service, task: Task): void {
  const tasks = liveTasks(state, service);
  for (const group of task.targetGroups) {
    const alike = tasks.filter(({ targetGroups }) => targetGroups.includes(group));
    if (alike.some(({ timers }) => timers.some(({ kind, at }) => kind === 'run' && at <= state.now))) continue;
    const count = alike.filter(({ registered, startedAt }) => registered && startedAt === state.now).length;
    addEvent(state, service, `registered ${count} targets in (target-group ${group})`);
  }
}

/** Fargate tells the reason of a failed start in an event as well. */
function sayNotPlaced(state: EcsState, task: Task, reason: string): void {
  const service = task.service === null ? undefined : state.services.get(`${task.cluster}/${task.service}`);
  if (service && task.launchType === 'FARGATE') {
    addEventOnce(state, service, `was unable to place a task. Reason: ${withoutRequest(reason)}.`);
  }
}

/** The request id differs with every task; the event leaves it out, so that it can be told to be a repetition. */
function withoutRequest(reason: string): string {
  return reason.replace(/,? ?(status code: \d+, )?request id: [0-9a-f-]+.*$/, '');
}

function run(state: EcsState, task: Task, service: Service | undefined): void {
  const { timings } = state;
  const { becomes } = task.behaviour;
  task.lastStatus = 'RUNNING';
  task.startedAt = state.now;
  if (task.targetGroups.length > 0) {
    task.registered = true;
    if (service) sayRegistered(state, service, task);
  }
  const checked = task.containers.some((container) => container.hasHealthCheck);
  const failsTarget = becomes.type === 'target-unhealthy' && task.targetGroups.length > 0;
  const failsContainer = becomes.type === 'container-unhealthy';
  if (failsTarget) {
    setTimer(state, task, {
      kind: 'target-unhealthy',
      seconds: Math.max(becomes.afterSeconds, task.gracePeriod, timings.targetHealthy),
    });
  }
  if (failsContainer) {
    setTimer(state, task, {
      kind: 'container-unhealthy',
      seconds: Math.max(becomes.afterSeconds, timings.containerHealthy),
    });
  }
  if ((becomes.type === 'exits' || becomes.type === 'out-of-memory') && becomes.afterSeconds > 0) {
    setTimer(state, task, { kind: 'container-ends', seconds: becomes.afterSeconds });
  }
  if (becomes.type === 'interrupted') setTimer(state, task, { kind: 'interrupted', seconds: becomes.afterSeconds });
  const failsFirst = (failsTarget || failsContainer) && becomes.afterSeconds <= timings.settle;
  if (failsFirst) return;
  const healthyAfter = Math.max(
    task.targetGroups.length > 0 ? timings.targetHealthy : 0,
    checked ? timings.containerHealthy : 0,
  );
  if (healthyAfter === 0) task.healthy = true;
  else setTimer(state, task, { kind: 'healthy', seconds: healthyAfter });
  setTimer(state, task, { kind: 'settled', seconds: Math.max(healthyAfter, timings.settle) });
}

function endContainer(state: EcsState, task: Task): void {
  const { becomes } = task.behaviour;
  if (becomes.type !== 'exits' && becomes.type !== 'out-of-memory') return;
  const container = chosenContainer(task, becomes.container);
  if (!container) return;
  const early = !task.settled;
  container.lastStatus = 'STOPPED';
  container.exitCode = becomes.type === 'exits' ? becomes.code : 137;
  container.reason = becomes.type === 'exits' ? (becomes.reason ?? null) : outOfMemory;
  if (!container.essential) return;
  task.registered = false;
  endTask(state, task, { stopCode: 'EssentialContainerExited', stoppedReason: essentialContainerExited });
  if (early) recordFailure(state, task);
}

function failContainerHealth(state: EcsState, task: Task, service: Service | undefined): void {
  const { becomes } = task.behaviour;
  if (becomes.type !== 'container-unhealthy') return;
  const container = chosenContainer(task, becomes.container);
  if (container) container.healthStatus = 'UNHEALTHY';
  if (service) addEvent(state, service, `(task ${task.id}) failed container health checks.`);
  stopTask(state, task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason: failedContainerHealthChecks });
  recordFailure(state, task);
}

function failTargetHealth(state: EcsState, task: Task, service: Service | undefined): void {
  const { becomes } = task.behaviour;
  if (becomes.type !== 'target-unhealthy') return;
  const group = task.targetGroups[0] ?? '';
  const subject = task.launchType === 'FARGATE' ? `(task ${task.id})` : `(instance i-${task.id.slice(0, 17)})`;
  if (service) {
    addEvent(
      state,
      service,
      `${subject} (port ${task.containerPort ?? 80}) is unhealthy in (target-group ${group}) due to (reason ${becomes.reason})`,
    );
  }
  stopTask(state, task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason: failedTargetHealthChecks(group) });
  recordFailure(state, task);
}

/** Tasks that began to drain together end together, in one event. */
function finishDraining(
  state: EcsState,
  { task, timer }: { task: Task; timer: TaskTimer },
  service: Service | undefined,
): void {
  const drained = [task];
  for (const other of service ? liveTasks(state, service) : []) {
    const same = other.timers.find(({ kind, at }) => kind === 'drained' && at === timer.at);
    if (!same) continue;
    other.timers.splice(other.timers.indexOf(same), 1);
    drained.push(other);
  }
  for (const each of drained) {
    each.registered = false;
    signalContainers(state, each);
  }
  if (service) addEvent(state, service, `has stopped ${drained.length} running tasks: ${names(drained)}.`);
}

function interrupt(state: EcsState, task: Task): void {
  const { becomes } = task.behaviour;
  if (becomes.type !== 'interrupted') return;
  stopTask(state, task, { stopCode: becomes.stopCode, stoppedReason: becomes.stoppedReason });
}
