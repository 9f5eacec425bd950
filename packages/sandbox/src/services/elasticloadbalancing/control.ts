import { type TargetGroupInput, targetGroupSchema } from './seed.ts';
import { type LoadBalancingState, putTargetGroup } from './state.ts';

/** What a test may do to Elastic Load Balancing. */
export interface LoadBalancingControl {
  /** Makes a target group, or changes one under its ARN. */
  put(name: string, targetGroup?: TargetGroupInput): void;
  remove(name: string): void;
  /** Throws TypeError when there is no such target group. */
  arn(name: string): string;
}

/** Makes the control of one state. */
export function createLoadBalancingControl(state: LoadBalancingState): LoadBalancingControl {
  return {
    put: (name, written = {}) => putTargetGroup(state, name, targetGroupSchema.parse(written)),
    remove: (name) => void state.targetGroups.delete(name),
    arn: (name) => {
      const group = state.targetGroups.get(name);
      if (group === undefined) throw new TypeError(`there is no target group ${name}`);
      return group.arn;
    },
  };
}
