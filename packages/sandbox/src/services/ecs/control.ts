import type { WireObject } from '../../model/service.ts';
import { type BehaviourInput, behaviourSchema } from './behaviours.ts';
import { invalidParameter, serviceNotFound } from './faults.ts';
import { nameIn } from './find.ts';
import { removeService } from './operations/delete-service.ts';
import { beginDeployment } from './rollout/begin-deployment.ts';
import { wake } from './rollout/wake.ts';
import { scaleService } from './scaling.ts';
import { activeTaskDefinition } from './services.ts';
import type { EcsState, Service, Task } from './state.ts';
import { stopTask } from './task/stop-task.ts';
import { serviceDeploymentView } from './views/service-deployment-view.ts';
import { describedService } from './views/service-view.ts';
import { taskDefinitionView } from './views/task-definition-view.ts';
import { taskView } from './views/task-view.ts';

/** Names a service: the cluster first, as in its ARN. */
export type ServiceName = `${string}/${string}`;

/** What a test may do to ECS in one account and region, beside what the API allows. Each call takes effect at the sandbox's present time. */
export interface EcsControl {
  /** Scripts the tasks made from now on. The newest behaviour that matches wins. */
  behave(behaviour: BehaviourInput): void;
  /** Forgets all behaviours; tasks run until they are stopped again. */
  resetBehaviours(): void;
  /** Changes the desired count as autoscaling does. */
  scale(service: ServiceName, desiredCount: number): void;
  /** Starts a deployment as somebody else would: of another task definition, or the same one again. */
  deploy(service: ServiceName, taskDefinition?: string): void;
  /** Deletes a service by force. */
  deleteService(service: ServiceName): void;
  /** Puts a CloudWatch alarm into ALARM or back to OK. */
  setAlarm(name: string, value: 'ALARM' | 'OK'): void;
  /** What a Lambda lifecycle hook answers from now on. */
  answerHook(functionArn: string, answer: 'SUCCEEDED' | 'FAILED'): void;
  /** Ends running tasks of a service as the platform does. */
  interruptTasks(service: ServiceName, reason?: { stopCode: string; stoppedReason: string }): void;
  /** Ends one running task, by its ARN or id, as the platform does. */
  interruptTask(task: string, reason?: { stopCode: string; stoppedReason: string }): void;
  /** Changes how long things take; what is not named stays. */
  setTimings(timings: Partial<EcsState['timings']>): void;
  /** Turns the documented token buckets on or off. */
  setThrottling(on: boolean): void;
  /** Lets RegisterTaskDefinition take what ECS would refuse, or not any more. */
  checkDefinitions(on: boolean): void;
  /** Lets ACTIVE deployments stand before the PRIMARY in `deployments`, as ECS may. */
  putActiveDeploymentsFirst(on: boolean): void;
  /** A service as DescribeServices shows it, with all tags. */
  service(service: ServiceName): WireObject;
  /** The service deployments of a service as DescribeServiceDeployments shows them, newest first, hidden ones included. */
  serviceDeployments(service: ServiceName): readonly WireObject[];
  /** Every revision of every task definition as DescribeTaskDefinition shows it, with its tags; deleted ones are not there. */
  taskDefinitions(): readonly WireObject[];
  /** Every task that is still known, stopped ones included, oldest first. */
  tasks(service?: ServiceName): readonly WireObject[];
}

const spotInterruption = { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' };

/** Makes the control of one state. `current` returns it, brought to the present time. */
export function createEcsControl(current: () => EcsState): EcsControl {
  const find = (name: ServiceName): { state: EcsState; service: Service } => {
    const state = current();
    const service = state.services.get(name);
    if (!service) throw serviceNotFound();
    return { state, service };
  };
  return {
    behave: (behaviour) => {
      current().behaviours.push({ behaviour: behaviourSchema.parse(behaviour), taken: 0 });
    },
    resetBehaviours: () => {
      current().behaviours.length = 0;
    },
    scale: (name, desiredCount) => {
      const { state, service } = find(name);
      scaleService(state, service, desiredCount);
    },
    deploy: (name, taskDefinition) => {
      const { state, service } = find(name);
      if (taskDefinition !== undefined) service.taskDefinition = activeTaskDefinition(state, taskDefinition).arn;
      beginDeployment(state, service);
    },
    deleteService: (name) => {
      const { state, service } = find(name);
      removeService(state, service);
    },
    setAlarm: (name, value) => {
      const state = current();
      if (value === 'ALARM') state.alarms.add(name);
      else state.alarms.delete(name);
      for (const service of state.services.values()) wake(state, service);
    },
    answerHook: (functionArn, answer) => {
      current().hookAnswers.set(functionArn, answer);
    },
    interruptTasks: (name, reason) => {
      const { state, service } = find(name);
      for (const task of tasksOf(state, name)) {
        if (task.lastStatus !== 'RUNNING') continue;
        stopTask(state, task, reason ?? spotInterruption);
      }
      wake(state, service);
    },
    interruptTask: (name, reason) => {
      const state = current();
      const task = state.tasks.get(nameIn(name));
      if (!task) throw invalidParameter('The referenced task was not found.');
      stopTask(state, task, reason ?? spotInterruption);
    },
    setTimings: (timings) => {
      const state = current();
      state.timings = { ...state.timings, ...timings };
    },
    setThrottling: (on) => {
      current().throttling = on;
    },
    checkDefinitions: (on) => {
      current().checksDefinitions = on;
    },
    putActiveDeploymentsFirst: (on) => {
      current().activeDeploymentsFirst = on;
    },
    service: (name) => {
      const { state, service } = find(name);
      return describedService(state, service, { tags: true });
    },
    serviceDeployments: (name) => {
      const { state, service } = find(name);
      return service.serviceDeployments.map((deployment) => serviceDeploymentView(state, service, deployment));
    },
    taskDefinitions: () =>
      [...current().families.values()]
        .flat()
        .filter(({ status }) => status !== 'DELETED')
        .map((definition) => ({ ...taskDefinitionView(definition), tags: definition.tags })),
    tasks: (name) => {
      const state = current();
      return tasksOf(state, name).map((task) => ({ ...taskView(state, task), tags: task.tags }));
    },
  };
}

function tasksOf(state: EcsState, name: ServiceName | undefined): readonly Task[] {
  return [...state.tasks.values()].filter((task) => name === undefined || `${task.cluster}/${task.service}` === name);
}
