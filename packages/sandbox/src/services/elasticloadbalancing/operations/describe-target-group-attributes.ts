import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import { type LoadBalancingState, type TargetGroup, targetGroupOf } from '../state.ts';

export const describeTargetGroupAttributes: Operation<LoadBalancingState> = (state, { input }) => {
  const arn = textIn(input, 'TargetGroupArn') ?? '';
  const group = targetGroupOf(state, arn);
  if (group === null) throw new AwsFault('TargetGroupNotFound', `Target groups '${arn}' not found`);
  return { Attributes: Object.entries(attributesOf(group)).map(([Key, Value]) => ({ Key, Value })) };
};

function attributesOf({ protocol, deregistrationDelay, attributes }: TargetGroup): Readonly<Record<string, string>> {
  return {
    'deregistration_delay.timeout_seconds': String(deregistrationDelay),
    'stickiness.enabled': 'false',
    ...(protocol.startsWith('HTTP') ? ofApplication : ofNetwork),
    ...attributes,
  };
}

const ofApplication = {
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
};

const ofNetwork = {
  'deregistration_delay.connection_termination.enabled': 'false',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.type': 'source_ip',
};
