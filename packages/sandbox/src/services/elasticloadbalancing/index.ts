import type { AwsService } from '../../model/service.ts';
import { describeTargetGroupAttributes } from './operations/describe-target-group-attributes.ts';
import { describeTargetGroups } from './operations/describe-target-groups.ts';
import { createLoadBalancingState, type LoadBalancingState } from './state.ts';

export { createLoadBalancingControl, type LoadBalancingControl } from './control.ts';
export { type TargetGroupInput, targetGroupsSchema } from './seed.ts';
export { type LoadBalancingState, putTargetGroup, targetGroupOf } from './state.ts';

/** Elastic Load Balancing version 2, as far as target groups are read. Its Describe operations know no single resource. */
export const loadBalancingService: AwsService<LoadBalancingState> = {
  name: 'elasticloadbalancing',
  wire: {
    protocol: 'query',
    version: '2015-12-01',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
  createState: createLoadBalancingState,
  operations: {
    DescribeTargetGroupAttributes: describeTargetGroupAttributes,
    DescribeTargetGroups: describeTargetGroups,
  },
};
