import type { Becomes } from '../behaviours.ts';

type Reason = Extract<Becomes, { type: 'not-placed' }>['reason'];

const noInstance = 'was unable to place a task because no container instance met all of its requirements.';
const because = (reason: string): string => `was unable to place a task. Reason: ${reason}`;

/**
 * What a service says of a task that is never made.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const placementRefusals: Readonly<Record<Reason, string>> = {
  'no-container-instance': `${noInstance} Reason: No Container Instances were found in your cluster.`,
  cpu: `${noInstance} The closest matching container-instance has insufficient CPU units available.`,
  memory: `${noInstance} The closest matching container-instance has insufficient memory available.`,
  eni: `${noInstance} The closest matching container-instance encountered error "RESOURCE:ENI".`,
  gpu: `${noInstance} The closest matching container-instance has insufficient GPU resource available.`,
  location: `${noInstance} The closest matching container-instance encountered error "LOCATION".`,
  attribute: `${noInstance} The closest matching container-instance is missing an attribute required by your task.`,
  port: `${noInstance} The closest matching container-instance is already using a port required by your task.`,
  agent: `${noInstance} The closest matching container-instance encountered error "AGENT".`,
  capacity: because(
    'Capacity is unavailable at this time. Please try again later or in a different availability zone.',
  ),
  'task-limit': because("You've reached the limit on the number of tasks you can run concurrently."),
  'vcpu-limit': because("You've reached the limit on the number of vCPUs you can run concurrently."),
  'cpu-limit': because('The requested CPU configuration is above your limit.'),
  'internal-error': because('Internal error.'),
  throttled: 'operations are being throttled. Will try again later.',
};
