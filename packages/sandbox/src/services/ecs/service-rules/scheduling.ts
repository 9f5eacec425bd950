import { numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { ServiceRule, ServiceSubject } from './subject.ts';

const noRebalancing =
  "The service couldn't be created because Availability Zone Rebalancing does not support DAEMON as scheduling strategy. Set availabilityZoneRebalancing to DISABLED.";

/** Role, percentages and DAEMON, which only a new service has to be asked about. */
export const schedulingRules: readonly ServiceRule[] = [oneWay, role, daemon, controller];

function oneWay({ members, strategy }: ServiceSubject): string | undefined {
  return members.launchType != null && strategy.length > 0
    ? 'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.'
    : undefined;
}

function role({ members, usesVpc }: ServiceSubject): string | undefined {
  if (members.role == null) return undefined;
  if (usesVpc) return 'You cannot specify an IAM role for services that require a service linked role.';
  return (objectsIn(members, 'loadBalancers') ?? []).length === 0
    ? 'IAM roles are only valid for services configured to use load balancers.'
    : undefined;
}

function daemon({ members, isOnFargate, strategy }: ServiceSubject): string | undefined {
  if (members.schedulingStrategy !== 'DAEMON') return undefined;
  if (members.desiredCount != null) {
    return 'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again.';
  }
  const configuration = objectIn(members, 'deploymentConfiguration') ?? {};
  if ((numberIn(configuration, 'maximumPercent') ?? 100) > 100) {
    return 'The daemon scheduling strategy does not support values above 100 for maximumPercent.';
  }
  if (members.availabilityZoneRebalancing === 'ENABLED') return noRebalancing;
  if (isOnFargate || strategy.length > 0) return 'The daemon scheduling strategy is not supported on Fargate.';
  if ((objectsIn(members, 'volumeConfigurations') ?? []).length > 0) {
    return 'ECS managed EBS volume configuration was invalid';
  }
  return controllerOf(members) === 'ECS'
    ? undefined
    : `The daemon scheduling strategy is not supported with the ${controllerOf(members)} deployment controller.`;
}

function controller({ members }: ServiceSubject): string | undefined {
  const type = controllerOf(members);
  const { alarms, deploymentCircuitBreaker } = objectIn(members, 'deploymentConfiguration') ?? {};
  if (type === 'EXTERNAL' && members.taskDefinition != null) return 'TaskDefinition must be blank';
  if (type !== 'CODE_DEPLOY') return undefined;
  if (alarms != null || deploymentCircuitBreaker != null) {
    return 'Deployment alarms and the deployment circuit breaker are not supported with the CODE_DEPLOY deployment controller.';
  }
  return (objectsIn(members, 'loadBalancers') ?? []).length === 0
    ? 'When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load Balancer or Network Load Balancer.'
    : undefined;
}

function controllerOf(members: ServiceSubject['members']): string {
  return textIn(objectIn(members, 'deploymentController') ?? {}, 'type') ?? 'ECS';
}
