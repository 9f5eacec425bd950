import type { Failure } from '@aws-sdk/client-ecs';
import { badAnswer, resourceName, translateError } from '@funade/aws';
import type { DeployError } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { requestTimeout } from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { ServiceView } from '../model/rollout-views.ts';
import type { ServiceEvent } from '../service/new-events.ts';
import { serviceEvents, serviceView } from '../service/service-view.ts';

/** What one look at a service gave: the service (null when ECS says there is none), or why nothing could be seen. */
export type ServiceLook =
  | { readonly type: 'seen'; readonly service: ServiceView | null; readonly events: readonly ServiceEvent[] }
  | { readonly type: 'unseen'; readonly error: DeployError };

/**
 * Looks through DescribeServices. A failed call is a look that saw nothing, for each service it named; so is an answer that
 * neither has the service nor says that it is missing.
 */
export function lookAtServices({ client, sdk }: Ecs) {
  return async (batch: readonly ServiceRef[], abortSignal: AbortSignal): Promise<readonly ServiceLook[]> => {
    const cluster = batch[0]?.cluster ?? '';
    const names = [...new Set(batch.map(({ service }) => service))];
    try {
      const command = new sdk.DescribeServicesCommand({ cluster, services: names });
      const { services = [], failures = [] } = await client.send(command, { abortSignal, requestTimeout });
      return batch.map(({ service }): ServiceLook => {
        const found = findService(services, service);
        if (found !== undefined) return { type: 'seen', service: serviceView(found), events: serviceEvents(found) };
        if (failures.some((failure) => isMissing(failure, service))) {
          return { type: 'seen', service: null, events: [] };
        }
        const cause = new Error(
          failures.map(({ arn, reason }) => `${arn}: ${reason}`).join('; ') || 'no service in it',
        );
        return { type: 'unseen', error: badAnswer({ operation: 'ecs:DescribeServices', subject: cluster, cause }) };
      });
    } catch (thrown) {
      const error = translateError(thrown, { operation: 'ecs:DescribeServices', subject: cluster });
      return batch.map((): ServiceLook => ({ type: 'unseen', error }));
    }
  };
}

function isMissing({ arn = '', reason }: Failure, service: string): boolean {
  return reason === 'MISSING' && resourceName(arn) === resourceName(service);
}
