import { numberIn } from '../../../model/input.ts';
import { cutLogs } from '../logs/write-logs.ts';
import type { EcsState, Task } from '../state.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { containerDefinitions } from './containers.ts';
import { setTimer } from './timers.ts';

const usualTimeout = 30;

export interface StopOrder {
  readonly stopCode: string;
  readonly stoppedReason: string;
}

/** Asks a task to stop: targets are deregistered and drain, then the containers get their signal, then the task is gone. */
export function stopTask(state: EcsState, task: Task, order: StopOrder): void {
  if (task.desiredStatus === 'STOPPED') return;
  markStopping(state, task, order);
  if (task.registered) {
    task.lastStatus = task.targetGroups.length > 1 ? 'DEACTIVATING' : task.lastStatus;
    setTimer(state, task, { kind: 'drained', seconds: task.drainSeconds ?? state.timings.deregistrationDelay });
  } else {
    signalContainers(state, task);
  }
}

/** Ends a task whose containers are already over: it failed to start, or an essential container ended. */
export function endTask(state: EcsState, task: Task, order: StopOrder): void {
  if (task.desiredStatus === 'STOPPED') return;
  markStopping(state, task, order);
  task.executionStoppedAt = state.now;
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode ??= 137;
    container.lastStatus = 'STOPPED';
  }
  cutLogs(state, task);
  task.lastStatus = 'DEPROVISIONING';
  setTimer(state, task, { kind: 'stopped', seconds: Math.min(0.5, state.timings.stop) });
}

/** Sends the stop signal; containers that do not end within their stop timeout, thirty seconds, are killed. */
export function signalContainers(state: EcsState, task: Task): void {
  task.lastStatus = 'STOPPING';
  const seconds = task.behaviour.stopSeconds ?? state.timings.stop;
  setTimer(state, task, { kind: 'containers-stopped', seconds: Math.min(seconds, killAfter(state, task)) });
}

/** The containers have ended after the signal. */
export function finishContainers(state: EcsState, task: Task): void {
  const killed = (task.behaviour.stopSeconds ?? state.timings.stop) > killAfter(state, task);
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = killed ? 137 : task.behaviour.stopCode;
    container.lastStatus = 'STOPPED';
  }
  cutLogs(state, task);
  task.executionStoppedAt = state.now;
  task.lastStatus = 'DEPROVISIONING';
  setTimer(state, task, { kind: 'stopped', seconds: Math.min(0.5, state.timings.stop) });
}

/** The longest stop timeout of its containers. */
function killAfter(state: EcsState, task: Task): number {
  const definition = findTaskDefinition(state, task.taskDefinition);
  const timeouts = (definition === undefined ? [] : containerDefinitions(definition)).map(
    (container) => numberIn(container, 'stopTimeout') || usualTimeout,
  );
  return Math.max(0, ...timeouts) || usualTimeout;
}

function markStopping(state: EcsState, task: Task, order: StopOrder): void {
  task.desiredStatus = 'STOPPED';
  task.stoppingAt = state.now;
  task.stopCode = order.stopCode;
  task.stoppedReason = order.stoppedReason;
  task.healthy = false;
  task.settled = false;
  task.timers = [];
}
