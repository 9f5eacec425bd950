import { numberIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { type Behaviour, behaviourSchema, takeBehaviour } from '../behaviours.ts';
import { arnOf, nextTaskId } from '../identifiers.ts';
import type { EcsState, Service, ServiceRevision, Tag, Task, TaskDefinitionRevision } from '../state.ts';
import { containerDefinitions, newContainers } from './containers.ts';
import { commandsIn } from './overrides.ts';
import { setTimer } from './timers.ts';

export interface TaskOrder {
  readonly cluster: string;
  readonly definition: TaskDefinitionRevision;
  readonly launchType: string;
  /** Of the strategy it was placed by; null when a launch type placed it. */
  readonly capacityProvider: string | null;
  readonly service: Service | null;
  readonly revision: ServiceRevision | null;
  readonly startedBy: string | null;
  readonly group: string;
  readonly settings: WireObject;
  readonly overrides: WireObject;
  readonly tags: readonly Tag[];
}

/** The behaviour the next task of this kind will have; counts it as taken. */
export function behaviourFor(state: EcsState, order: TaskOrder): Behaviour {
  const images = containerDefinitions(order.definition).map((container) => textIn(container, 'image') ?? '');
  const { family, revision } = order.definition;
  const service = order.service?.name ?? null;
  const { cluster, startedBy, overrides } = order;
  const subject = { family, revision, images, service, cluster, startedBy, commands: commandsIn(overrides) };
  const taken = takeBehaviour(state.behaviours, subject);
  return taken ?? behaviourSchema.parse({});
}

/** Makes a task in PROVISIONING and sets its first timer. */
export function startTask(state: EcsState, order: TaskOrder, behaviour: Behaviour): Task {
  const id = nextTaskId(state);
  const loadBalancers = objectsIn(order.settings, 'loadBalancers') ?? [];
  const task: Task = {
    id,
    arn: arnOf(state, `task/${order.cluster}/${id}`),
    cluster: order.cluster,
    service: order.service?.name ?? null,
    revision: order.revision,
    taskDefinition: order.definition.arn,
    group: order.group,
    startedBy: order.startedBy,
    launchType: order.launchType,
    capacityProvider: order.capacityProvider,
    settings: order.settings,
    overrides: order.overrides,
    behaviour,
    containers: newContainers(state, order.definition, { id, cluster: order.cluster }),
    targetGroups: loadBalancers.flatMap((balancer) => textIn(balancer, 'targetGroupArn') ?? []),
    containerPort: loadBalancers.map((balancer) => numberIn(balancer, 'containerPort')).find(Boolean) ?? null,
    gracePeriod: order.service ? (numberIn(order.service.settings, 'healthCheckGracePeriodSeconds') ?? 0) : 0,
    createdAt: state.now,
    tags: [...order.tags],
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    healthy: false,
    settled: false,
    registered: false,
    drainSeconds: null,
    version: 1,
    timers: [],
    pullStartedAt: null,
    pullStoppedAt: null,
    startedAt: null,
    stoppingAt: null,
    executionStoppedAt: null,
    stoppedAt: null,
    stopCode: null,
    stoppedReason: null,
  };
  state.tasks.set(id, task);
  setTimer(state, task, { kind: 'pull', seconds: startSeconds(state, task) / 4 });
  return task;
}

/** Seconds from PROVISIONING to RUNNING for this task. */
export function startSeconds(state: EcsState, task: Task): number {
  return task.behaviour.startSeconds ?? state.timings.start;
}
