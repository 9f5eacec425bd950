import { DeployError, suggest, type TargetId } from '@funade/core';

/** What a command is to be run in. */
export interface ExecPlace {
  readonly target: TargetId;
  readonly service: string;
  readonly environment: string;
}

const look = ({ environment, service }: ExecPlace): string => `funade tasks ${environment} --service ${service}`;

/** No task of the service runs. */
export function noRunningTask(place: ExecPlace): DeployError {
  return new DeployError('EXEC_NO_TASK', `no task of ${place.target} is running`, {
    hint: `see why: ${look(place)} --stopped`,
  });
}

/** No task has such an id, or several begin so. */
export function noSuchTask(place: ExecPlace, task: string, found: readonly string[]): DeployError {
  const message =
    found.length === 0
      ? `${place.target} has no task ${JSON.stringify(task)}`
      : `several tasks of ${place.target} begin with ${JSON.stringify(task)}: ${found.join(', ')}`;
  return new DeployError('EXEC_TASK_UNKNOWN', message, { category: 'usage', hint: `see ${look(place)}` });
}

/** The task that is meant has ended, or has not begun. */
export function taskNotRunning(
  place: ExecPlace,
  { task, status, reason }: { readonly task: string; readonly status: string; readonly reason: string },
): DeployError {
  const why = reason === '' ? '' : `: ${reason}`;
  return new DeployError('EXEC_TASK_NOT_RUNNING', `task ${task} of ${place.target} is ${status}${why}`, {
    hint: `leave --task out, or choose one that is running: ${look(place)}`,
  });
}

/** The task has no such container, or several and it is not said which. */
export function whichContainer(task: string, container: string | null, names: readonly string[]): DeployError {
  return container === null
    ? new DeployError('EXEC_WHICH_CONTAINER', `task ${task} has several containers: ${names.join(', ')}`, {
        category: 'usage',
        hint: 'say which one with --container',
      })
    : new DeployError('UNKNOWN_CONTAINER', `task ${task} has no container ${JSON.stringify(container)}`, {
        category: 'usage',
        hint: suggest(container, names),
      });
}

/** The task was started without ECS Exec. `byService`: whether the service has it enabled by now. */
export function execNotEnabled(place: ExecPlace, task: string, byService: boolean): DeployError {
  return new DeployError('EXEC_NOT_ENABLED', `task ${task} of ${place.target} was started without ECS Exec`, {
    hint: byService
      ? `the service has it enabled since; start new tasks: funade deploy ${place.environment} --service ${place.service} --force`
      : 'write settings: { enableExecuteCommand: true } under ecs, give the task role the ssmmessages permissions, and deploy with --force',
  });
}

/** What is known of an agent that does not run. */
export interface AgentDown {
  readonly task: string;
  readonly container: string;
  readonly status: string;
  readonly reason: string | null;
  /** What may keep it from running, as far as that could be read. */
  readonly causes: readonly string[];
}

/** The agent of ECS Exec does not run in the container. */
export function agentNotRunning(place: ExecPlace, { task, container, status, reason, causes }: AgentDown): DeployError {
  const why = reason === null ? '' : `: ${reason}`;
  const message = `the agent of ECS Exec in container ${container} of task ${task} is ${status}${why}`;
  return new DeployError('EXEC_AGENT_NOT_RUNNING', message, {
    evidence: causes,
    hint:
      causes.length > 0
        ? 'mend what is named above, then start new tasks'
        : status === 'PENDING'
          ? 'it starts after the container: wait a little, and try again'
          : `the task may have no way to ssmmessages, or no permission for it; try another task: ${look(place)}`,
  });
}

/** The agent runs and has no connection. */
export function agentNotConnected(task: string, causes: readonly string[], cause: unknown): DeployError {
  return new DeployError('EXEC_NOT_CONNECTED', `the agent of ECS Exec in task ${task} has no connection`, {
    cause,
    evidence: causes,
    hint: 'it needs a way to ssmmessages (an endpoint in the VPC, or a NAT), and the four ssmmessages permissions in the task role',
  });
}
