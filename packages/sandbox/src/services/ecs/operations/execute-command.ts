import { booleanIn, textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf, findTask } from '../find.ts';
import { nextUuid } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { isAgentRunning } from '../task/managed-agent.ts';

const notEnabled =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.';

/** ExecuteCommand: opens a session that leads nowhere; there is no agent behind it. */
export const executeCommand: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const task = findTask(state, cluster, textIn(input, 'task') ?? '');
  if (!task) throw invalidParameter('The referenced task was not found.');
  if (!textIn(input, 'command')) throw invalidParameter('Command cannot be empty.');
  if (booleanIn(input, 'interactive') !== true) {
    throw invalidParameter('Interactive is the only mode supported currently.');
  }
  const name = textIn(input, 'container') ?? (task.containers.length === 1 ? task.containers[0]?.name : undefined);
  if (name === undefined)
    throw invalidParameter('Container name must be specified when the task has several containers.');
  const container = task.containers.find((each) => each.name === name);
  if (!container) throw invalidParameter(`The container ${name} was not found in the task.`);
  if (!isAgentRunning(task, container)) throw invalidParameter(notEnabled);
  const sessionId = `ecs-execute-command-${nextUuid(state)}`;
  return {
    clusterArn: cluster.arn,
    containerArn: container.arn,
    containerName: container.name,
    interactive: true,
    session: {
      sessionId,
      streamUrl: `wss://ssmmessages.${state.region}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
      tokenValue: Buffer.from(sessionId).toString('base64'),
    },
    taskArn: task.arn,
  };
};
