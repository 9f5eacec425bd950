import { numberIn, objectIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import type { ServiceRule, ServiceSubject } from './subject.ts';

const mostStrategies = 5;

/** Network, launch type, capacity providers, platform and placement: of services and of tasks without one. */
export const placementRules: readonly ServiceRule[] = [network, compatible, strategy, platformVersion, placement];

function network({ members, usesVpc }: ServiceSubject): string | undefined {
  const vpc = objectIn(objectIn(members, 'networkConfiguration') ?? {}, 'awsvpcConfiguration');
  if (usesVpc && (textsIn(vpc ?? {}, 'subnets') ?? []).length === 0) {
    return vpc === undefined
      ? "Network Configuration must be provided when networkMode 'awsvpc' is specified."
      : 'subnets can not be empty.';
  }
  return !usesVpc && vpc !== undefined
    ? 'Network Configuration is not valid for the given networkMode of this task definition.'
    : undefined;
}

function compatible({ launchType, strategy: providers, isOnFargate, compatibilities }: ServiceSubject) {
  const wanted = isOnFargate ? 'FARGATE' : launchType;
  if (wanted === undefined || wanted === 'EXTERNAL' || (providers.length > 0 && !isOnFargate)) return undefined;
  return compatibilities.includes(wanted) ? undefined : `Task definition does not support launch_type ${wanted}.`;
}

function strategy({ strategy: providers }: ServiceSubject): string | undefined {
  if (providers.length === 0) return undefined;
  if (providers.every((each) => (numberIn(each, 'weight') ?? 0) === 0)) {
    return 'There are no capacity providers in the capacity provider strategy with a weight value greater than zero';
  }
  return providers.filter((each) => (numberIn(each, 'base') ?? 0) > 0).length > 1
    ? 'There are multiple capacity providers in the specified capacity provider strategy with a base value defined'
    : undefined;
}

function platformVersion({ members, launchType }: ServiceSubject): string | undefined {
  return launchType === 'EC2' && members.platformVersion != null
    ? 'The platform version must be null when specifying an EC2 launch type.'
    : undefined;
}

function placement({ members, isOnFargate }: ServiceSubject): string | undefined {
  const constraints = objectsIn(members, 'placementConstraints') ?? [];
  const strategies = objectsIn(members, 'placementStrategy') ?? [];
  if (isOnFargate && constraints.length > 0) {
    return 'Placement constraints are not supported with FARGATE launch type.';
  }
  if (isOnFargate && strategies.length > 0) return 'Placement strategies are not supported with FARGATE launch type.';
  if (strategies.length > mostStrategies) return `Maximum number of strategies is ${mostStrategies}`;
  const bad = strategies.find((each) => each.type === 'binpack' && !isResource(textIn(each, 'field')));
  return bad === undefined ? undefined : 'Placement strategy binpack must have the field cpu or memory.';
}

function isResource(field: string | undefined): boolean {
  return /^(cpu|memory)$/i.test(field ?? '');
}
