import type { ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import { isJsonObject, isRef, type Json, type RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { serviceDeploymentsPerCall } from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { deploymentUnknown } from '../model/watch-errors.ts';

/** An UpdateService or CreateService whose answer nobody heard. */
export interface BegunUpdate {
  readonly place: ServiceRef;
  readonly begun: { readonly at: number; readonly input: Json };
  /** What earlier steps of that run returned, by step id. */
  readonly outputs: Readonly<Record<string, Json>>;
}

/** Milliseconds that the clock of the machine may have been ahead of that of ECS. */
const skew = 300_000;

/**
 * The deployment that a call started whose answer was never heard, as the process was killed: the newest one since then that
 * deploys the revision which was sent. Null when there is none, so that the call did not take effect.
 *
 * Throws `DEPLOYMENT_UNKNOWN` where it cannot be known.
 */
export async function findBegun(ecs: Ecs, update: BegunUpdate, context: RunContext): Promise<StartedDeployment | null> {
  const { place, begun } = update;
  const { taskDefinition, replaces } = sentWith(update);
  if (taskDefinition === null) throw deploymentUnknown(place, { environment: context.environment.name, cause: null });
  try {
    const listed = await listSince(ecs, { place, since: begun.at - skew }, context);
    const others = listed.filter(
      ({ targetServiceRevisionArn = '' }) => !replaces.includes(deploymentIdOf(targetServiceRevisionArn)),
    );
    const revisions = await taskDefinitionsOf(ecs, others, context);
    const ours = others.find(({ targetServiceRevisionArn = '' }) => {
      return revisions.get(targetServiceRevisionArn) === taskDefinition;
    });
    if (ours === undefined) return null;
    return {
      deploymentId: deploymentIdOf(ours.targetServiceRevisionArn ?? ''),
      taskDefinition,
      knownDeploymentIds: [...replaces],
      createdAt: ours.createdAt?.getTime() ?? null,
      previousTaskDefinition: null,
    };
  } catch (error) {
    context.signal.throwIfAborted();
    const cause = translateError(error, { operation: 'ecs:ListServiceDeployments', subject: place.service });
    throw deploymentUnknown(place, { environment: context.environment.name, cause });
  }
}

/** The revision that was sent, and the deployments that it was to replace. */
function sentWith({ begun: { input }, outputs }: BegunUpdate): {
  readonly taskDefinition: string | null;
  readonly replaces: readonly string[];
} {
  if (!isJsonObject(input)) return { taskDefinition: null, replaces: [] };
  const { taskDefinition = null, replaces } = input;
  const output = isRef(taskDefinition) ? outputs[taskDefinition.$ref[0]] : null;
  const registered =
    isRef(taskDefinition) && output != null && isJsonObject(output) ? output[taskDefinition.$ref[1]] : taskDefinition;
  return {
    taskDefinition: typeof registered === 'string' ? registered : null,
    replaces: Array.isArray(replaces) ? replaces.filter((id: Json) => typeof id === 'string') : [],
  };
}

async function listSince(
  { client, sdk }: Ecs,
  { place: { cluster, service }, since }: { readonly place: ServiceRef; readonly since: number },
  { signal }: RunContext,
): Promise<readonly ServiceDeploymentBrief[]> {
  const command = new sdk.ListServiceDeploymentsCommand({ cluster, service });
  const { serviceDeployments = [] } = await client.send(command, { abortSignal: signal });
  return serviceDeployments
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= since)
    .slice(0, serviceDeploymentsPerCall);
}

async function taskDefinitionsOf(
  { client, sdk }: Ecs,
  deployments: readonly ServiceDeploymentBrief[],
  { signal }: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const serviceRevisionArns = deployments.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
  if (serviceRevisionArns.length === 0) return new Map();
  const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns });
  const { serviceRevisions = [] } = await client.send(command, { abortSignal: signal });
  return new Map(
    serviceRevisions.map(({ serviceRevisionArn = '', taskDefinition = '' }) => [serviceRevisionArn, taskDefinition]),
  );
}
