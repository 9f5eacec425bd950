import type { Service } from '@aws-sdk/client-ecs';
import type { StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import type { ServiceRef } from '../model/errors.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import { serviceView } from '../service/service-view.ts';
import { warnOfReplaced } from './warn-replaced.ts';

/** An update whose answer was lost, and which has arrived all the same. */
export interface UnheardUpdate {
  readonly place: ServiceRef;
  /** The service as the look before the update saw it. */
  readonly before: Service;
  /** Id of the deployment that the update started. */
  readonly made: string;
}

/** A service deployment is listed some seconds after it has begun. */
const looks = 8;
const pauseMs = 1_000;

/**
 * Says which deployments an update replaced whose answer was lost. A deployment that has started no task is soon not part of
 * the service any more, so service deployments are listed; where they cannot be, that is said.
 */
export async function warnReplacedUnheard(ecs: Ecs, update: UnheardUpdate, context: StepContext): Promise<void> {
  const { place, before, made } = update;
  const known = serviceView(before).deployments;
  const since = Math.max(0, ...known.map(({ createdAt }) => createdAt ?? 0));
  try {
    for (let look = 1; look <= looks; look += 1) {
      const listed = await listServiceDeployments(ecs, place, context);
      if (!listed.some(({ id }) => id === made)) {
        await context.clock.sleep(pauseMs, { signal: context.signal });
        continue;
      }
      const ids = new Set([made, ...known.map(({ id }) => id)]);
      const unseen = listed.filter(({ id, createdAt }) => !ids.has(id) && createdAt > since);
      for (const { id, revision } of unseen) {
        await warnOfReplaced(ecs, { id, taskDefinition: await readTaskDefinition(ecs, revision, context) }, context);
      }
      return;
    }
  } catch {
    // What cannot be looked at is told below.
  }
  context.warn(
    `the answer to the update of ${place.service} was lost: it is not known whether it replaced a deployment that started at the same moment`,
  );
}

async function listServiceDeployments(
  { client, sdk }: Ecs,
  { cluster, service }: ServiceRef,
  { signal }: StepContext,
): Promise<readonly { readonly id: string; readonly revision: string; readonly createdAt: number }[]> {
  const command = new sdk.ListServiceDeploymentsCommand({ cluster, service });
  const { serviceDeployments = [] } = await client.send(command, { abortSignal: signal });
  return serviceDeployments.map(({ targetServiceRevisionArn: revision = '', createdAt }) => ({
    id: deploymentIdOf(revision),
    revision,
    createdAt: createdAt?.getTime() ?? 0,
  }));
}

async function readTaskDefinition({ client, sdk }: Ecs, revision: string, { signal }: StepContext): Promise<string> {
  const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision] });
  const { serviceRevisions = [] } = await client.send(command, { abortSignal: signal });
  return serviceRevisions[0]?.taskDefinition ?? '';
}
