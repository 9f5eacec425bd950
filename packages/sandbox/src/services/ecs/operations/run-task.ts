import { booleanIn, numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { Call, Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import { checkRunTask } from '../service-rules/check-service.ts';
import type { Cluster, EcsState, TaskDefinitionRevision } from '../state.ts';
import { checkTagOnCreate, mergeTags, tagsIn } from '../tags.ts';
import { checkOverrides, noOverrides } from '../task/overrides.ts';
import { runOnce } from '../task/run-once.ts';
import type { TaskOrder } from '../task/start-task.ts';
import { startTasks } from '../task/start-tasks.ts';
import { checkPassRole } from '../task-definition/check-pass-role.ts';
import { taskDefinitionOf } from '../task-definitions.ts';

const most = 10;

/** RunTask: tasks without a service. A repeated `clientToken` answers with the tasks that it started. */
export const runTask: Operation<EcsState> = (state, call) => {
  const { input, lookup } = call;
  const cluster = clusterOf(state, input);
  const definition = runnable(state, textIn(input, 'taskDefinition') ?? '');
  const overrides = objectIn(input, 'overrides') ?? {};
  checkOverrides(overrides, definition);
  checkPassRole({ ...definition.body, ...overrides }, call);
  const members = onCluster(cluster, input);
  checkRunTask(state, { members, definition, lookup });
  const count = numberIn(input, 'count') ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw invalidParameter(`count must be between 1 and ${most}.`);
  }
  checkNames(input);
  checkExec({ ...definition.body, ...overrides }, input);
  const order = orderOf(state, call, { cluster, definition, members });
  return runOnce(state, input, () => startTasks(state, order, count));
};

/** The revision a task is to run; its refusal has another code than that of services. */
function runnable(state: EcsState, reference: string): TaskDefinitionRevision {
  const definition = taskDefinitionOf(state, reference);
  if (definition.status !== 'ACTIVE') throw invalidParameter('TaskDefinition is inactive');
  return definition;
}

/** Without launch type and strategy the cluster's own strategy counts. */
function onCluster(cluster: Cluster, input: WireObject): WireObject {
  const own = objectsIn({ own: cluster.defaultCapacityProviderStrategy }, 'own') ?? [];
  const isSaid = input.launchType != null || (objectsIn(input, 'capacityProviderStrategy') ?? []).length > 0;
  return isSaid || own.length === 0 ? input : { ...input, capacityProviderStrategy: own };
}

function checkNames(input: WireObject): void {
  const startedBy = textIn(input, 'startedBy');
  if (startedBy !== undefined && !/^[A-Za-z0-9\-_/]{0,128}$/.test(startedBy)) {
    throw invalidParameter('startedBy must be at most 128 letters, digits, hyphens, forward slashes and underscores.');
  }
  const token = textIn(input, 'clientToken');
  if (token !== undefined && !/^[\x21-\x7e]{1,64}$/.test(token)) throw invalidParameter('clientToken is invalid.');
  const propagated = textIn(input, 'propagateTags');
  if (propagated !== undefined && propagated !== 'TASK_DEFINITION') {
    throw invalidParameter('Invalid value for propagateTags');
  }
  if (textIn(input, 'group')?.startsWith('service:') === true) {
    throw invalidParameter('Invalid namespace for group.');
  }
}

function checkExec(body: WireObject, input: WireObject): void {
  if (booleanIn(input, 'enableExecuteCommand') !== true || textIn(body, 'taskRoleArn')) return;
  throw invalidParameter(
    'The task could not be run because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.',
  );
}

interface Place {
  readonly cluster: Cluster;
  readonly definition: TaskDefinitionRevision;
  readonly members: WireObject;
}

function orderOf(state: EcsState, call: Call, { cluster, definition, members }: Place): TaskOrder {
  const { input } = call;
  const written = (objectsIn(input, 'tags') ?? []).length === 0 ? [] : tagsIn(input);
  if (written.length > 0) checkTagOnCreate(call, arnOf(state, `task/${cluster.name}/*`));
  const managed =
    booleanIn(input, 'enableECSManagedTags') === true ? [{ key: 'aws:ecs:clusterName', value: cluster.name }] : [];
  const propagated = input.propagateTags === 'TASK_DEFINITION' ? definition.tags : [];
  const [provider] = objectsIn(members, 'capacityProviderStrategy') ?? [];
  const capacityProvider = provider === undefined ? null : (textIn(provider, 'capacityProvider') ?? null);
  return {
    cluster: cluster.name,
    definition,
    launchType: textIn(input, 'launchType') ?? (capacityProvider?.startsWith('FARGATE') ? 'FARGATE' : 'EC2'),
    capacityProvider,
    service: null,
    revision: null,
    startedBy: textIn(input, 'startedBy') ?? null,
    group: textIn(input, 'group') ?? `family:${definition.family}`,
    settings: { enableExecuteCommand: input.enableExecuteCommand, networkConfiguration: input.networkConfiguration },
    overrides: { ...noOverrides, ...objectIn(input, 'overrides') },
    tags: mergeTags([...propagated, ...managed], written),
  };
}
