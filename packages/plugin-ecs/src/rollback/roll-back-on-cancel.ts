import { translateError } from '@funade/aws';
import type { StepContext } from '@funade/core';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { namesOf } from '../arrival/names-of.ts';
import type { ServiceRef } from '../model/errors.ts';
import { rollbackRequested } from '../model/watch-errors.ts';
import { consoleLink } from '../service/console-link.ts';
import { serviceDeploymentView } from '../service/service-deployment-view.ts';
import { rollBack } from './roll-back.ts';

/** A deployment that a run started before it was told to end. */
export interface CancelledRollout extends ServiceRef {
  readonly deploymentId: string;
  readonly knownDeploymentIds: readonly string[];
  readonly createdAt: number | null;
  readonly previousTaskDefinition: string | null;
  readonly onCancel: 'leave' | 'rollback';
}

/**
 * What an interrupted wait throws: with `onCancel: 'rollback'` ECS is told to roll back, within two seconds and without
 * waiting for it.
 */
export async function rollBackOnCancel(
  rollout: CancelledRollout,
  error: unknown,
  context: StepContext,
): Promise<unknown> {
  if (rollout.onCancel !== 'rollback') return error;
  const { cluster, service: name, deploymentId, previousTaskDefinition } = rollout;
  using late = lateSignal(context);
  const { signal } = late;
  try {
    const ecs = await useEcs(context);
    const describe = new ecs.sdk.DescribeServicesCommand({ cluster, services: [name] });
    const { services } = await ecs.client.send(describe, { abortSignal: signal });
    const service = services?.[0];
    const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY');
    // Somebody else's deployment, and one that is done, are not ours to roll back.
    if (primary?.id !== deploymentId || primary.rolloutState === 'COMPLETED') return error;
    const current = service?.currentServiceDeployment ?? null;
    const serviceDeployment = (await isOurs(ecs, { current, deploymentId }, signal)) ? current : null;
    const what = { place: rollout, started: rollout, serviceDeployment, previousTaskDefinition };
    const back = await rollBack(what, { ...context, signal });
    if (back.type !== 'by-ecs' && back.type !== 'by-update') return error;
    const link = consoleLink({ region: context.environment.region, place: rollout });
    return rollbackRequested(rollout, { deploymentId, ...namesOf(context), link, reason: context.signal.reason });
  } catch (thrown) {
    const { message } = translateError(thrown, { operation: 'ecs:StopServiceDeployment', subject: name });
    context.warn(`deployment ${deploymentId} of ${name} was not rolled back: ${message}`);
    return error;
  }
}

/** A service names the service deployment of before for some seconds. */
async function isOurs(
  { client, sdk }: Ecs,
  { current, deploymentId }: { readonly current: string | null; readonly deploymentId: string },
  abortSignal: AbortSignal,
): Promise<boolean> {
  if (current === null) return false;
  try {
    const describe = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [current] });
    const { serviceDeployments = [] } = await client.send(describe, { abortSignal });
    return serviceDeployments.map(serviceDeploymentView).some((view) => view.deploymentId === deploymentId);
  } catch {
    // Who may not see it cannot tell whose it is; an update to what ran before serves as well.
    return false;
  }
}
