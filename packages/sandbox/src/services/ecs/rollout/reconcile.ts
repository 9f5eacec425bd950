import { numberIn, objectIn } from '../../../model/input.ts';
import { addEvent, addEventOnce } from '../events.ts';
import type { Deployment, EcsState, Service, Task } from '../state.ts';
import { stopTask } from '../task/stop-task.ts';
import { alarmRings } from './alarms.ts';
import { failDeployment } from './fail-deployment.ts';
import { placeTasks, removeTasks } from './place-tasks.ts';
import { type RollingMove, rollingMove } from './rolling-move.ts';
import { ongoing, setStatus } from './service-deployments.ts';
import { liveTasks, tasksOf } from './service-tasks.ts';
import { advanceStages, isScaledUp, stagedMove } from './stages.ts';
import { wake } from './wake.ts';

const steadyAgain = 6 * 3600 * 1000;

/** When something is due for this service by the passing of time alone. */
export function serviceDueAt(service: Service): number | null {
  let due = service.wakeAt;
  const consider = (at: number | null): void => {
    if (at !== null) due = due === null ? at : Math.min(due, at);
  };
  for (const deployment of service.serviceDeployments) consider(deployment.due?.at ?? null);
  for (const deployment of service.deployments) consider(deployment.failsAt);
  return due;
}

/** Does what is due for a service now: status changes first, then what the scheduler decides. */
export function reconcile(state: EcsState, service: Service): void {
  applyDue(state, service);
  if (service.wakeAt === null || service.wakeAt > state.now) return;
  service.wakeAt = null;
  if (service.status === 'INACTIVE') return;
  if (service.status === 'DRAINING') drain(state, service);
  else schedule(state, service);
}

function applyDue(state: EcsState, service: Service): void {
  for (const deployment of service.serviceDeployments) {
    if (!deployment.due || deployment.due.at > state.now) continue;
    const { to } = deployment.due;
    if (to === 'ROLLBACK_IN_PROGRESS') {
      deployment.due = null;
      failDeployment(state, service, {
        cause: 'user',
        rollback: true,
        reason: 'Service deployment rolled back because of a user request.',
      });
    } else {
      setStatus(state, deployment, { status: to });
    }
  }
  for (const deployment of service.deployments) {
    if (deployment.failsAt === null || deployment.failsAt > state.now) continue;
    deployment.failsAt = null;
    deployment.rolloutState = 'FAILED';
    deployment.updatedAt = state.now;
    wake(state, service, state.now);
  }
}

function drain(state: EcsState, service: Service): void {
  const tasks = liveTasks(state, service);
  for (const task of tasks) {
    stopTask(state, task, {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Service ${service.name} is being deleted`,
    });
  }
  if (tasks.length > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}

function schedule(state: EcsState, service: Service): void {
  const primary = service.deployments.find((deployment) => deployment.status === 'PRIMARY');
  if (!primary) return;
  if (!primary.stalled && alarmRings(state, service)) return;
  if (!primary.stalled && !advanceStages(state, service)) return;
  if (!primary.stalled) move(state, service, primary);
  const tasks = liveTasks(state, service);
  for (const deployment of service.deployments) {
    if (deployment.status !== 'ACTIVE') continue;
    deployment.desiredCount = tasksOf(tasks, deployment).filter((task) => task.desiredStatus === 'RUNNING').length;
  }
  service.deployments = service.deployments.filter(
    (deployment) =>
      deployment.status === 'PRIMARY' || deployment.failsAt !== null || tasksOf(tasks, deployment).length > 0,
  );
  settle(state, service, primary);
}

function move(state: EcsState, service: Service, primary: Deployment): void {
  const tasks = liveTasks(state, service);
  const wanted = tasks.filter((task) => task.desiredStatus === 'RUNNING');
  const fresh = wanted.filter((task) => task.revision === primary.revision);
  const old = wanted.filter((task) => task.revision !== primary.revision);
  const counts = {
    desired: service.desiredCount,
    minimumPercent: numberIn(service.deploymentConfiguration, 'minimumHealthyPercent') ?? 100,
    maximumPercent: numberIn(service.deploymentConfiguration, 'maximumPercent') ?? 200,
    fresh: fresh.length,
    freshHealthy: fresh.filter((task) => task.healthy).length,
    oldHealthy: old.filter((task) => task.healthy).length,
    oldUnhealthy: old.filter((task) => !task.healthy).length,
    leaving: tasks.filter((task) => task.desiredStatus === 'STOPPED' && task.lastStatus !== 'DEPROVISIONING').length,
  };
  const staged = ongoing(service)?.progress;
  const next: RollingMove = staged && !ongoing(service)?.rollback ? stagedMove(counts, staged) : rollingMove(counts);
  primary.desiredCount = fresh.length + next.start - next.stopFresh;
  const byHealth = (healthy: boolean): readonly Task[] => old.filter((task) => task.healthy === healthy);
  removeTasks(state, service, {
    deployment: primary,
    tasks: [
      ...byHealth(false).slice(0, next.stopOldUnhealthy),
      ...byHealth(true).slice(0, next.stopOldHealthy),
      ...[...fresh].sort((left, right) => Number(left.healthy) - Number(right.healthy)).slice(0, next.stopFresh),
    ],
  });
  placeTasks(state, service, { deployment: primary, count: next.start });
  if (next.stuck) {
    addEventOnce(
      state,
      service,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
  }
}

function settle(state: EcsState, service: Service, primary: Deployment): void {
  if (primary.stalled || !isReady(state, service, primary)) {
    primary.readySince = null;
    if (!isCalm(state, service, primary)) service.steadySince = null;
    return;
  }
  primary.readySince ??= state.now;
  if (primary.rolloutState === 'IN_PROGRESS') {
    const at = primary.readySince + completionSeconds(state, service) * 1000;
    if (at > state.now) {
      wake(state, service, at);
      return;
    }
    complete(state, service, primary);
  }
  saySteady(state, service, primary);
}

/** A rolling deployment that watches alarms bakes at its end; a staged one has done so at its own stage. */
function completionSeconds({ timings }: EcsState, service: Service): number {
  const deployment = ongoing(service);
  const bakes = deployment?.watchesAlarms === true && !deployment.progress && !deployment.rollback;
  return timings.completion + (bakes ? timings.alarmBake : 0);
}

function complete(state: EcsState, service: Service, primary: Deployment): void {
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.failedTasks = 0;
  primary.updatedAt = state.now;
  service.lastCompleted = primary;
  addEvent(state, service, `(deployment ${primary.id}) deployment completed.`);
  const serviceDeployment = ongoing(service);
  if (serviceDeployment) {
    const status = serviceDeployment.status === 'ROLLBACK_IN_PROGRESS' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
    setStatus(state, serviceDeployment, { status });
  }
}

function saySteady(state: EcsState, service: Service, primary: Deployment): void {
  if (!isCalm(state, service, primary)) return;
  if (service.steadySince === null || state.now - service.steadySince >= steadyAgain) {
    service.steadySince = state.now;
    addEvent(state, service, 'has reached a steady state.');
  }
  wake(state, service, service.steadySince + steadyAgain);
}

/** Whether the deployment has reached what it is for; with early success criteria a part of it is enough. */
function isReady(state: EcsState, service: Service, primary: Deployment): boolean {
  if (!isScaledUp(service)) return false;
  const early = objectIn(service.deploymentConfiguration, 'earlySuccessCriteria');
  if (early?.enable !== true || primary.rolloutState !== 'IN_PROGRESS') return isCalm(state, service, primary);
  const tasks = liveTasks(state, service);
  const good = tasksOf(tasks, primary).filter((task) => task.settled).length;
  const enough = good >= Math.ceil((service.desiredCount * (numberIn(early, 'healthyPercent') ?? 100)) / 100);
  const cleaned =
    early.sourceServiceRevisionCleanup === 'DEFERRED' || tasks.every((task) => task.revision === primary.revision);
  return enough && cleaned;
}

/** Whether everything is as desired: the right number of settled tasks, and none that is old or leaving. */
function isCalm(state: EcsState, service: Service, primary: Deployment): boolean {
  const tasks = liveTasks(state, service);
  return (
    tasks.length === service.desiredCount &&
    tasks.every((task) => task.revision === primary.revision && task.settled && task.healthy)
  );
}
