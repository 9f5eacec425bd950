import { isJsonObject, type JsonObject } from '@funade/core';
import { containersIn } from '../../task-definition/set-images.ts';

/** What the agent calls: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
export const agentActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
] as const;

/** What is known of what the agent needs. */
export interface AgentNeeds {
  /** Null: it may not be read. */
  readonly taskDefinition: JsonObject | null;
  readonly container: string;
  /** Those of `agentActions` that the task role lacks; null: nobody may say. */
  readonly lacking: readonly string[] | null;
}

/** What keeps the agent of ECS Exec from working, as far as that can be seen. */
export function execCauses({ taskDefinition, container, lacking }: AgentNeeds): readonly string[] {
  if (taskDefinition === null) return [];
  const written = containersIn(taskDefinition).find(({ name }) => name === container);
  const role = taskDefinition.taskRoleArn;
  const keys = (Array.isArray(written?.environment) ? written.environment : [])
    .filter(isJsonObject)
    .flatMap(({ name }) =>
      typeof name === 'string' && /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name) ? [name] : [],
    );
  return [
    ...(typeof role === 'string' ? [] : ['the task definition has no task role: the agent may do nothing']),
    ...(lacking === null || lacking.length === 0 ? [] : [`the task role lacks ${lacking.join(', ')}`]),
    ...(written?.readonlyRootFilesystem === true
      ? [`container ${container} has a read-only root file system: the agent has to write to it`]
      : []),
    ...(keys.length === 0
      ? []
      : [`container ${container} sets ${keys.join(', ')}, which the agent takes in place of the task role`]),
    ...(taskDefinition.pidMode === 'task'
      ? ['pidMode is task: a command can be run in one container of the task only']
      : []),
  ];
}
