import { booleanIn, objectsIn, textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf, findTask } from '../find.ts';
import { nextUuid } from '../identifiers.ts';
import type { EcsState, Task } from '../state.ts';
import { containerDefinitions } from '../task/containers.ts';
import { isAgentRunning } from '../task/managed-agent.ts';
import { definitionOf } from '../task/pull-images.ts';

const notEnabled =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.';

/** ExecuteCommand: opens a session with an agent that knows a handful of commands. */
export const executeCommand: Operation<EcsState> = (state, { input, lookup }) => {
  const cluster = clusterOf(state, input);
  const task = findTask(state, cluster, textIn(input, 'task') ?? '');
  if (!task) throw invalidParameter('The referenced task was not found.');
  const command = textIn(input, 'command');
  if (!command) throw invalidParameter('Command cannot be empty.');
  if (booleanIn(input, 'interactive') !== true) {
    throw invalidParameter('Interactive is the only mode supported currently.');
  }
  const name = textIn(input, 'container') ?? (task.containers.length === 1 ? task.containers[0]?.name : undefined);
  if (name === undefined)
    throw invalidParameter('Container name must be specified when the task has several containers.');
  const container = task.containers.find((each) => each.name === name);
  if (!container) throw invalidParameter(`The container ${name} was not found in the task.`);
  if (!isAgentRunning(task, container)) throw invalidParameter(notEnabled);
  const id = `ecs-execute-command-${nextUuid(state)}`;
  const token = Buffer.from(`token of ${id}`).toString('base64');
  const env = environmentOf(state, task, name);
  const streamUrl = lookup.dataChannel({ id, token, task: task.id, command, env });
  return {
    clusterArn: cluster.arn,
    containerArn: container.arn,
    containerName: container.name,
    interactive: true,
    session: { sessionId: id, streamUrl, tokenValue: token },
    taskArn: task.arn,
  };
};

/** The variables of a container that its definition writes. */
function environmentOf(state: EcsState, task: Task, container: string): Readonly<Record<string, string>> {
  const definition = definitionOf(state, task);
  const written = definition && containerDefinitions(definition).find(({ name }) => name === container);
  const pairs = (written && objectsIn(written, 'environment')) || [];
  return Object.fromEntries(pairs.map((pair) => [textIn(pair, 'name') ?? '', textIn(pair, 'value') ?? '']));
}
