import { textIn, textsIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import type { LoadBalancingState, TargetGroup } from '../state.ts';

const most = 400;

export const describeTargetGroups: Operation<LoadBalancingState> = ({ targetGroups }, { input }) => {
  const arns = textsIn(input, 'TargetGroupArns') ?? [];
  const names = textsIn(input, 'Names') ?? [];
  const loadBalancer = textIn(input, 'LoadBalancerArn');
  const groups = [...targetGroups.values()];
  const isMissing =
    arns.some((arn) => !groups.some((group) => group.arn === arn)) || names.some((name) => !targetGroups.has(name));
  if (isMissing) throw new AwsFault('TargetGroupNotFound', 'One or more target groups not found');
  const found = groups
    .filter(({ arn }) => arns.length === 0 || arns.includes(arn))
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .filter(({ loadBalancers }) => loadBalancer === undefined || loadBalancers.includes(loadBalancer));
  const page = pageOf(found, { size: Number(textIn(input, 'PageSize') ?? most), token: textIn(input, 'Marker') });
  if (page === null) throw new AwsFault('ValidationError', 'Invalid marker');
  return { TargetGroups: page.items.map(groupView), NextMarker: page.nextToken };
};

function groupView({ name, arn, protocol, port, targetType, healthCheck, loadBalancers }: TargetGroup): WireObject {
  const isHttp = protocol.startsWith('HTTP');
  return {
    TargetGroupArn: arn,
    TargetGroupName: name,
    Protocol: protocol,
    Port: port,
    VpcId: 'vpc-00000000000000001',
    HealthCheckProtocol: isHttp ? protocol : 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: healthCheck.interval,
    HealthCheckTimeoutSeconds: healthCheck.timeout,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    HealthCheckPath: isHttp ? healthCheck.path : undefined,
    Matcher: isHttp ? { HttpCode: healthCheck.matcher } : undefined,
    LoadBalancerArns: loadBalancers,
    TargetType: targetType,
    ProtocolVersion: isHttp ? 'HTTP1' : undefined,
    IpAddressType: 'ipv4',
  };
}
