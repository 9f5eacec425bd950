import type { ExecuteCommandCommandOutput, Task } from '@aws-sdk/client-ecs';
import { isAwsError, resourceName, translateError, useSession } from '@funade/aws';
import type { ExecRequest, ExecSession, JsonObject, RunContext } from '@funade/core';
import { describeTaskDefinition } from '../../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../../api/ecs-client.ts';
import { useIam } from '../../api/read-clients.ts';
import { placeKey, readServices } from '../../operations/read-standing.ts';
import { containersOf, type EcsOptions } from '../../options/options.ts';
import { look } from '../../verify/look.ts';
import { isThere, tasksOf } from '../tasks.ts';
import { agentOf, chooseContainer, chooseTask, idOf } from './choose-task.ts';
import { agentActions, execCauses } from './exec-causes.ts';
import { agentNotConnected, agentNotRunning, execNotEnabled, noRunningTask } from './exec-errors.ts';

/** Where the plugin finds the session: it takes the name of a variable that begins so in place of the session itself. */
const variable = 'AWS_SSM_START_SESSION_RESPONSE';

/**
 * Opens a session of ECS Exec in a task of the one target, once everything is there that people forget.
 *
 * @throws `EXEC_NO_TASK`, `EXEC_TASK_UNKNOWN`, `EXEC_TASK_NOT_RUNNING`, `EXEC_WHICH_CONTAINER`, `UNKNOWN_CONTAINER`,
 * `EXEC_NOT_ENABLED`, `EXEC_AGENT_NOT_RUNNING`, `EXEC_NOT_CONNECTED`, `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS
 * refuses.
 */
export async function exec(request: ExecRequest<EcsOptions>, context: RunContext): Promise<ExecSession | null> {
  const [target] = request.targets;
  if (target === undefined) return null;
  const { options } = target;
  const place = { target: target.id, service: target.service, environment: request.environment.name };
  const ecs = await useEcs(context);
  const service = (await readServices(ecs, [target], context)).get(placeKey(options)) ?? null;
  if (!isThere(service)) throw noRunningTask(place);
  const tasks = await tasksOf(ecs, target, context);
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY')?.id ?? null;
  const task = chooseTask({ tasks, task: request.task, primary }, place);
  const usual = [...containersOf(options).keys()];
  const container = chooseContainer(task, { container: request.container, usual });
  const name = container.name ?? '';
  if (task.enableExecuteCommand !== true)
    throw execNotEnabled(place, idOf(task), service.enableExecuteCommand === true);
  const agent = agentOf(container);
  if (agent?.lastStatus !== 'RUNNING') {
    const causes = await readCauses(ecs, { task, container: name }, context);
    const status = agent?.lastStatus ?? 'not there';
    throw agentNotRunning(place, { task: idOf(task), container: name, status, reason: agent?.reason ?? null, causes });
  }
  const answer = await execute(ecs, { task, container: name, command: request.command }, context);
  return {
    task: idOf(task),
    container: name,
    ...(await programOf(answer, { task, runtimeId: container.runtimeId ?? '' }, context)),
  };
}

interface Execution {
  readonly task: Task;
  readonly container: string;
  readonly command: string;
}

async function execute(
  ecs: Ecs,
  { task, container, command }: Execution,
  context: RunContext,
): Promise<ExecuteCommandCommandOutput> {
  const { clusterArn: cluster, taskArn } = task;
  try {
    const input = { cluster, task: taskArn, container, command, interactive: true };
    return await ecs.client.send(new ecs.sdk.ExecuteCommandCommand(input), { abortSignal: context.signal });
  } catch (error) {
    if (isAwsError(error, 'TargetNotConnectedException')) {
      throw agentNotConnected(idOf(task), await readCauses(ecs, { task, container }, context), error);
    }
    throw translateError(error, { operation: 'ecs:ExecuteCommand', subject: `task ${idOf(task)}` });
  }
}

/**
 * What the Session Manager plugin is started with. Its token goes through a variable: arguments can be read by every process of
 * the machine. The plugin signs with the credentials of the session, and needs them for clusters that encrypt with a key.
 */
async function programOf(
  { session = {}, clusterArn = '' }: ExecuteCommandCommandOutput,
  { task, runtimeId }: { readonly task: Task; readonly runtimeId: string },
  context: RunContext,
): Promise<Pick<ExecSession, 'args' | 'env'>> {
  const { sessionId: SessionId = '', streamUrl: StreamUrl = '', tokenValue: TokenValue = '' } = session;
  const { secrets } = context.resources;
  secrets.keep(TokenValue);
  const aws = await useSession(context);
  const { accessKeyId, secretAccessKey, sessionToken } = await aws.clientConfigFor('ssm').credentials();
  const target = { Target: `ecs:${resourceName(clusterArn)}_${idOf(task)}_${runtimeId}` };
  return {
    args: [variable, aws.region, 'StartSession', '', JSON.stringify(target), ''],
    env: {
      [variable]: secrets.keep(JSON.stringify({ SessionId, StreamUrl, TokenValue })),
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.keep(secretAccessKey),
      AWS_SESSION_TOKEN: sessionToken === undefined ? '' : secrets.keep(sessionToken),
    },
  };
}

/** What may keep the agent from working; whoever may not read something is told of nothing there. */
async function readCauses(
  ecs: Ecs,
  { task, container }: { readonly task: Task; readonly container: string },
  context: RunContext,
): Promise<readonly string[]> {
  const arn = task.taskDefinitionArn ?? '';
  const taskDefinition = await describeTaskDefinition(ecs, arn, context).then(
    (answer) => answer.taskDefinition,
    () => null,
  );
  const lacking = taskDefinition === null ? null : await lackingActions(taskDefinition, context).catch(() => null);
  return execCauses({ taskDefinition, container, lacking });
}

async function lackingActions({ taskRoleArn }: JsonObject, context: RunContext): Promise<readonly string[] | null> {
  if (typeof taskRoleArn !== 'string') return null;
  const { client, sdk } = await useIam(context);
  const command = new sdk.SimulatePrincipalPolicyCommand({
    PolicySourceArn: taskRoleArn,
    ActionNames: [...agentActions],
  });
  const answer = await look(() => client.send(command, { abortSignal: context.signal }), {
    action: 'iam:SimulatePrincipalPolicy',
    subject: taskRoleArn,
    missing: ['NoSuchEntity'],
  });
  if (answer.type !== 'seen') return null;
  const results = answer.value.EvaluationResults ?? [];
  return results.flatMap(({ EvalActionName = '', EvalDecision }) =>
    EvalDecision === 'allowed' ? [] : [EvalActionName],
  );
}
