import { numberIn, objectIn, textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf } from '../find.ts';
import { checkRunTask } from '../service-rules/check-service.ts';
import { activeTaskDefinition } from '../services.ts';
import type { EcsState } from '../state.ts';
import { tagsIn } from '../tags.ts';
import { behaviourFor, startTask, type TaskOrder } from '../task/start-task.ts';
import { checkPassRole } from '../task-definition/check-pass-role.ts';
import { taskView } from '../views/task-view.ts';

export const runTask: Operation<EcsState> = (state, call) => {
  const { input } = call;
  const cluster = clusterOf(state, input);
  const definition = activeTaskDefinition(state, textIn(input, 'taskDefinition') ?? '');
  checkPassRole({ ...definition.body, ...objectIn(input, 'overrides') }, call);
  checkRunTask(state, { members: input, definition, lookup: call.lookup });
  const count = numberIn(input, 'count') ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > 10) throw invalidParameter('count must be between 1 and 10.');
  const order: TaskOrder = {
    cluster: cluster.name,
    definition,
    launchType: textIn(input, 'launchType') ?? 'EC2',
    service: null,
    revision: null,
    startedBy: textIn(input, 'startedBy') ?? null,
    group: textIn(input, 'group') ?? `family:${definition.family}`,
    settings: { enableExecuteCommand: input.enableExecuteCommand },
    overrides: input.overrides ?? { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    tags: tagsIn(input),
  };
  const tasks: WireObject[] = [];
  const failures: WireObject[] = [];
  for (let index = 0; index < count; index += 1) {
    const behaviour = behaviourFor(state, order);
    if (behaviour.becomes.type === 'not-placed') failures.push({ reason: 'RESOURCE:MEMORY' });
    else tasks.push(taskView(state, startTask(state, order, behaviour)));
  }
  return { tasks, failures };
};
