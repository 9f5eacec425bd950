import { textIn } from '../../model/input.ts';
import type { AwsService, CallContext } from '../../model/service.ts';
import { advanceEcs, type EcsState } from '../ecs/index.ts';
import { describeScalableTargets } from './operations/describe-scalable-targets.ts';
import { describeScalingActivities } from './operations/describe-scaling-activities.ts';
import { deregisterScalableTarget, registerScalableTarget } from './operations/register-scalable-target.ts';
import { registerExpress } from './register-express.ts';
import { type AutoscalingState, createAutoscalingState } from './state.ts';

export { type AutoscalingControl, createAutoscalingControl, putTarget } from './control.ts';
export { type ScalableTargetInput, scalableTargetsSchema } from './seed.ts';
export type { AutoscalingState } from './state.ts';

/** Application Auto Scaling, as far as it knows between which counts ECS services are scaled. */
export function autoscalingServiceOf(
  ecsOf: (account: string, region: string) => EcsState,
): AwsService<AutoscalingState> {
  return {
    name: 'application-autoscaling',
    wire: { protocol: 'json', targetPrefix: 'AnyScaleFrontendService' },
    createState: (account, region) => createAutoscalingState({ account, region }, ecsOf(account, region)),
    advance: (state, now, lookup) => {
      advanceEcs(state.ecs, now, lookup);
      registerExpress(state);
    },
    resource: (operation, _, { account, region }) =>
      operation.startsWith('Describe')
        ? null
        : `arn:aws:application-autoscaling:${region}:${account}:scalable-target/*`,
    context: (operation, input): CallContext =>
      operation.startsWith('Describe')
        ? {}
        : {
            'application-autoscaling:service-namespace': textIn(input, 'ServiceNamespace') ?? '',
            'application-autoscaling:scalable-dimension': textIn(input, 'ScalableDimension') ?? '',
          },
    operations: {
      DeregisterScalableTarget: deregisterScalableTarget,
      DescribeScalableTargets: describeScalableTargets,
      DescribeScalingActivities: describeScalingActivities,
      RegisterScalableTarget: registerScalableTarget,
    },
  };
}
