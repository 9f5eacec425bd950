import type { StepContext } from '@funade/core';
import { useEcs } from '../ecs-client.ts';
import { rollbackRequested } from '../rollout-errors.ts';
import { namesOf } from './names-of.ts';
import { takeBack } from './take-back.ts';
import type { WaitInput } from './wait-for-rollout.ts';

/** A run that was told to end has about so long before it is killed. */
const haste = 2_000;

/**
 * What an interrupted wait throws: with `onCancel: 'rollback'` ECS is told to go back, within two seconds and without
 * waiting for it.
 */
export async function rollBackOnCancel(request: WaitInput, error: unknown, context: StepContext): Promise<unknown> {
  if (request.onCancel !== 'rollback') return error;
  const { deploymentId, previousTaskDefinition } = request;
  const late = new AbortController();
  const done = new AbortController();
  context.clock.sleep(haste, { signal: done.signal }).then(
    () => late.abort(),
    () => {},
  );
  try {
    const ecs = await useEcs(context);
    const { signal } = late;
    const { sdk, client } = ecs;
    const { cluster, service: name } = request;
    const { services } = await client.send(new sdk.DescribeServicesCommand({ cluster, services: [name] }), {
      abortSignal: signal,
    });
    const service = services?.[0];
    const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY');
    // Somebody else's deployment, and one that is done, are not ours to take back.
    if (primary?.id !== deploymentId || primary.rolloutState === 'COMPLETED') return error;
    const serviceDeployment = service?.currentServiceDeployment ?? null;
    const back = await takeBack(ecs, { place: request, serviceDeployment, previousTaskDefinition }, signal);
    return back.type === 'nothing-to-go-back-to'
      ? error
      : rollbackRequested(request, { deploymentId, ...namesOf(context), reason: context.signal.reason });
  } catch {
    return error;
  } finally {
    done.abort();
  }
}
