import type { Becomes } from '../behaviours.ts';

/** The sentence after "was unable to place a task", for a task that is never made. */
export function placementRefusal(reason: Extract<Becomes, { type: 'not-placed' }>['reason']): string {
  switch (reason) {
    case 'no-container-instance':
      return 'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.';
    case 'port':
      return 'was unable to place a task because no container instance met all of its requirements. The closest matching container-instance is already using a port required by your task.';
    case 'task-limit':
      return "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.";
    case 'vcpu-limit':
      return "was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.";
    case 'capacity':
      return 'was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.';
  }
}
