import type { Service } from '@aws-sdk/client-ecs';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { runningRevisionUnknown, type ServiceRef } from '../model/errors.ts';
import { runningRevision } from '../service/running-revision.ts';
import { readServiceRevisions } from './read-service-revisions.ts';

/**
 * A service with the revision that it runs. Where neither the service nor its primary deployment names it, its newest service
 * revision does; services of other controllers keep that elsewhere. Throws `RUNNING_REVISION_UNKNOWN`.
 */
export async function withRunningRevision(
  ecs: Ecs,
  service: Service,
  { place, context }: { readonly place: ServiceRef; readonly context: RunContext },
): Promise<Service> {
  if ((service.deploymentController?.type ?? 'ECS') !== 'ECS' || runningRevision(service) !== null) return service;
  const arns = (service.currentServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []);
  const { found } = await readServiceRevisions(ecs, arns, context);
  const [newest] = arns.toSorted((a, b) => numberOf(b) - numberOf(a)).flatMap((arn) => found.get(arn) ?? []);
  if (newest?.taskDefinition == null) throw runningRevisionUnknown(place);
  return { ...service, taskDefinition: newest.taskDefinition };
}

/** Service revisions are numbered by the time they were made. */
function numberOf(arn: string): number {
  return Number(arn.slice(arn.lastIndexOf('/') + 1));
}
