import { resourceName } from '@funade/aws';
import type { ServiceRef } from '../model/errors.ts';

/** What a link leads to. */
export interface LinkTo {
  readonly region: string;
  readonly place: ServiceRef;
  /** Id of a task; absent: the deployments of the service. */
  readonly task?: string;
}

/** A page of the AWS console. */
export function consoleLink({ region, place, task }: LinkTo): string {
  const what = task === undefined ? `services/${resourceName(place.service)}/deployments` : `tasks/${task}`;
  return `https://${region}.${hostOf(region)}/ecs/v2/clusters/${resourceName(place.cluster)}/${what}?region=${region}`;
}

/** The console of the region's partition. https://docs.aws.amazon.com/general/latest/gr/aws-arns-and-namespaces.html */
function hostOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
