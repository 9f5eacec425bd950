import { booleanIn, numberIn, objectIn, textIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { findServiceByName } from '../../ecs/index.ts';
import { dimension, moveTo, within } from '../scale.ts';
import { type AutoscalingState, type ScalableTarget, scalableTargetArn } from '../state.ts';

/** Registers a service, or changes what is given of its target; its count is drawn between the bounds in either case. */
export const registerScalableTarget: Operation<AutoscalingState> = (state, { input }) => {
  const resourceId = targetIn(input);
  const known = state.targets.get(resourceId);
  const min = numberIn(input, 'MinCapacity') ?? known?.min;
  const max = numberIn(input, 'MaxCapacity') ?? known?.max;
  if (min === undefined || max === undefined) {
    throw validation('MinCapacity and MaxCapacity are required when a new scalable target is registered.');
  }
  if (min < 0 || max < min) throw validation('Maximum capacity cannot be less than minimum capacity.');
  const service = findServiceByName(state.ecs, resourceId.replace(/^service\//, ''));
  if (service === null && known === undefined) throw validation(`ECS service doesn't exist: ${resourceId}`);
  const target: ScalableTarget = {
    resourceId,
    min,
    max,
    suspended: suspensionAfter(known, objectIn(input, 'SuspendedState')),
    createdAt: known?.createdAt ?? state.ecs.now,
  };
  state.targets.set(resourceId, target);
  const cause = 'the capacity was outside of the minimum and maximum of the scalable target';
  if (service !== null) moveTo(state, target, { to: within(target, service.desiredCount), cause });
  return { ScalableTargetARN: scalableTargetArn(state, resourceId) };
};

/** The policies and schedules of a target go with it. */
export const deregisterScalableTarget: Operation<AutoscalingState> = (state, { input }) => {
  const resourceId = targetIn(input);
  if (state.targets.delete(resourceId)) return {};
  throw new AwsFault(
    'ObjectNotFoundException',
    `No scalable target found for service namespace: ecs, resource ID: ${resourceId}, scalable dimension: ${dimension}`,
  );
};

function targetIn(input: WireObject): string {
  const resourceId = textIn(input, 'ResourceId') ?? '';
  if (textIn(input, 'ServiceNamespace') !== 'ecs' || textIn(input, 'ScalableDimension') !== dimension) {
    throw validation('Unsupported service namespace, resource type or scalable dimension');
  }
  if (!/^service\/[^/]+\/[^/]+$/.test(resourceId)) {
    throw validation('Unsupported service namespace, resource type or scalable dimension');
  }
  return resourceId;
}

/** What is not given of a suspension stays. */
function suspensionAfter(known: ScalableTarget | undefined, written: WireObject = {}): ScalableTarget['suspended'] {
  const before = known?.suspended ?? { in: false, out: false, scheduled: false };
  return {
    in: booleanIn(written, 'DynamicScalingInSuspended') ?? before.in,
    out: booleanIn(written, 'DynamicScalingOutSuspended') ?? before.out,
    scheduled: booleanIn(written, 'ScheduledScalingSuspended') ?? before.scheduled,
  };
}

function validation(message: string): AwsFault {
  return new AwsFault('ValidationException', message);
}
