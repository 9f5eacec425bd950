import type { Lookup } from '../../model/service.ts';
import { reconcile, serviceDueAt } from './rollout/reconcile.ts';
import type { ExternalTimer } from './scheduled/launch.ts';
import type { EcsState, Service, Task } from './state.ts';
import { runTimer } from './task/run-timer.ts';
import { earliestTimer, type TaskTimer } from './task/timers.ts';

/**
 * Brings the state to a time by doing everything that is due until then, one thing after the other, each at its own
 * time. One long step ends exactly where many short ones do. Time never goes back.
 */
export function advance(state: EcsState, now: number, lookup: Lookup): void {
  const until = Math.max(now, state.now);
  for (let due = nextDue(state); due !== null && due.at <= until; due = nextDue(state)) {
    state.now = Math.max(state.now, due.at);
    if (due.kind === 'task') runTimer(state, due, lookup);
    else if (due.kind === 'service') reconcile(state, due.service);
    else due.timer.run(lookup);
  }
  state.now = until;
  forgetStoppedTasks(state);
  finishDeletions(state);
}

type Due =
  | { readonly kind: 'task'; readonly at: number; readonly task: Task; readonly timer: TaskTimer }
  | { readonly kind: 'service'; readonly at: number; readonly service: Service }
  | { readonly kind: 'external'; readonly at: number; readonly timer: ExternalTimer };

/** Tasks before services, older before newer, when several are due at the same time. */
function nextDue(state: EcsState): Due | null {
  let next: Due | null = null;
  for (const task of state.tasks.values()) {
    const timer = earliestTimer(task);
    if (timer && (!next || timer.at < next.at)) next = { kind: 'task', at: timer.at, task, timer };
  }
  for (const service of state.services.values()) {
    const at = serviceDueAt(service);
    if (at !== null && (!next || at < next.at)) next = { kind: 'service', at, service };
  }
  for (const timer of state.external) {
    const at = timer.dueAt();
    if (at !== null && (!next || at < next.at)) next = { kind: 'external', at, timer };
  }
  return next;
}

/** A revision that is being deleted is gone once no service and no task uses it any more. */
function finishDeletions(state: EcsState): void {
  for (const definition of [...state.families.values()].flat()) {
    if (definition.status !== 'DELETE_IN_PROGRESS') continue;
    const isServed = [...state.services.values()].some(
      ({ deployments, lastCompleted, status }) =>
        status !== 'INACTIVE' &&
        [...deployments, lastCompleted].some((each) => each?.revision.taskDefinition === definition.arn),
    );
    const isRun = [...state.tasks.values()].some(
      ({ taskDefinition, lastStatus }) => taskDefinition === definition.arn && lastStatus !== 'STOPPED',
    );
    if (!isServed && !isRun) definition.status = 'DELETED';
  }
}

function forgetStoppedTasks(state: EcsState): void {
  const before = state.now - state.timings.stoppedTasks * 1000;
  for (const task of state.tasks.values()) {
    if (task.stoppedAt !== null && task.stoppedAt <= before) state.tasks.delete(task.id);
  }
}
