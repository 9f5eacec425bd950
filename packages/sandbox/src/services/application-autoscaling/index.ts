import type { AwsService } from '../../model/service.ts';
import { describeScalableTargets } from './operations/describe-scalable-targets.ts';
import { type AutoscalingState, createAutoscalingState } from './state.ts';

export { type AutoscalingControl, createAutoscalingControl, putTarget } from './control.ts';
export { type ScalableTargetInput, scalableTargetsSchema } from './seed.ts';
export type { AutoscalingState } from './state.ts';

/** Application Auto Scaling, as far as one asks which ECS services are scaled. */
export const autoscalingService: AwsService<AutoscalingState> = {
  name: 'application-autoscaling',
  wire: { protocol: 'json', targetPrefix: 'AnyScaleFrontendService' },
  createState: createAutoscalingState,
  operations: { DescribeScalableTargets: describeScalableTargets },
};
