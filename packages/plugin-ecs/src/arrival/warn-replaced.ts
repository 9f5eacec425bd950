import type { Service } from '@aws-sdk/client-ecs';
import type { StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { arrivalText } from '../model/moved-errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { replacedUnseen } from '../service/moved-to.ts';
import { serviceView } from '../service/service-view.ts';
import { readArrival } from './read-arrival.ts';

/**
 * Says which deployments came in the moment of an update and were replaced by it: ECS has no update that holds only as long
 * as nothing has changed, so this can be told and not prevented. `made`: id of the deployment that the update started.
 */
export async function warnReplaced(
  ecs: Ecs,
  { before, after, made }: { readonly before: Service; readonly after: Service; readonly made: string },
  context: StepContext,
): Promise<void> {
  for (const deployment of replacedUnseen(serviceView(before), serviceView(after), made)) {
    await warnOfReplaced(ecs, deployment, context);
  }
}

/** Says that a deployment came in the moment of an update and was replaced by it. */
export async function warnOfReplaced(
  ecs: Ecs,
  deployment: Pick<DeploymentView, 'id' | 'taskDefinition'>,
  context: StepContext,
): Promise<void> {
  const arrival = await readArrival(ecs, deployment, context);
  context.warn(
    `${arrivalText(arrival)}, started at the moment of this update and was replaced by it: check whether anything that it deployed is missing now`,
  );
}
