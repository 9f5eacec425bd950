import { numberIn, textIn, textsIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { dimension } from '../scale.ts';
import { type AutoscalingState, type ScalableTarget, scalableTargetArn } from '../state.ts';

const most = 50;

export const describeScalableTargets: Operation<AutoscalingState> = (state, { input }) => {
  const namespace = textIn(input, 'ServiceNamespace');
  if (namespace === undefined) {
    throw new AwsFault(
      'ValidationException',
      "1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint: Member must not be null",
    );
  }
  const ids = textsIn(input, 'ResourceIds');
  const wanted = textIn(input, 'ScalableDimension');
  const targets =
    namespace !== 'ecs' || (wanted ?? dimension) !== dimension
      ? []
      : [...state.targets.values()].filter(({ resourceId }) => ids?.includes(resourceId) ?? true);
  const page = pageOf(targets, {
    size: Math.min(numberIn(input, 'MaxResults') ?? most, most),
    token: textIn(input, 'NextToken'),
  });
  if (page === null) throw new AwsFault('InvalidNextTokenException', 'The next token is invalid');
  return { ScalableTargets: page.items.map((target) => targetView(state, target)), NextToken: page.nextToken };
};

function targetView(state: AutoscalingState, target: ScalableTarget): WireObject {
  const { resourceId, min, max, suspended, createdAt } = target;
  const role =
    'aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService';
  return {
    ServiceNamespace: 'ecs',
    ResourceId: resourceId,
    ScalableDimension: dimension,
    MinCapacity: min,
    MaxCapacity: max,
    RoleARN: `arn:aws:iam::${state.account}:role/${role}`,
    CreationTime: createdAt / 1000,
    SuspendedState: {
      DynamicScalingInSuspended: suspended.in,
      DynamicScalingOutSuspended: suspended.out,
      ScheduledScalingSuspended: suspended.scheduled,
    },
    ScalableTargetARN: scalableTargetArn(state, resourceId),
  };
}
