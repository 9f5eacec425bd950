import { numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { portsOf } from './ports-of.ts';
import type { ServiceRule, ServiceSubject } from './subject.ts';

/** Load balancers, registries, Service Connect and volumes, against the task definition that is to run. */
export const connectionRules: readonly ServiceRule[] = [loadBalancers, registries, serviceConnect, volumes];

function loadBalancers(subject: ServiceSubject): string | undefined {
  for (const balancer of objectsIn(subject.members, 'loadBalancers') ?? []) {
    const message = loadBalancer(balancer, subject);
    if (message !== undefined) return message;
  }
  return undefined;
}

function loadBalancer(balancer: WireObject, { containers, isOnFargate, hasTargetGroup, isPortless }: ServiceSubject) {
  const group = textIn(balancer, 'targetGroupArn');
  const classic = textIn(balancer, 'loadBalancerName');
  if (group !== undefined && classic !== undefined) {
    return 'loadBalancerName and targetGroupArn cannot both be specified.';
  }
  if (classic !== undefined && isOnFargate) return 'Classic Load Balancers are not supported with Fargate.';
  const name = textIn(balancer, 'containerName');
  const port = numberIn(balancer, 'containerPort');
  const container = containers.find((each) => each.name === name);
  if (containers.length > 0 && container === undefined) {
    return `The container ${name} does not exist in the task definition.`;
  }
  if (container !== undefined && !portsOf(container).includes(port) && !isPortless(name, port)) {
    return `The container ${name} did not have a container port ${port} defined.`;
  }
  return group === undefined || hasTargetGroup(group)
    ? undefined
    : `The specified target group does not exist: ${group}`;
}

function registries({ members, usesVpc }: ServiceSubject): string | undefined {
  const written = objectsIn(members, 'serviceRegistries') ?? [];
  if (written.length > 1) return 'service registries can have at most 1 items';
  return usesVpc && written.some(({ containerName, containerPort }) => containerPort != null && containerName == null)
    ? "The values specified for serviceRegistries do not require a value for 'containerPort'"
    : undefined;
}

function serviceConnect({ members, containers }: ServiceSubject): string | undefined {
  const written = objectIn(members, 'serviceConnectConfiguration');
  if (written?.enabled !== true) return undefined;
  const services = objectsIn(written, 'services') ?? [];
  if (!textIn(written, 'namespace')) return 'Namespace is missing';
  const names = containers.flatMap((container) =>
    (objectsIn(container, 'portMappings') ?? []).map((mapping) => mapping.name),
  );
  const bad = services.find(({ portName }) => !names.includes(portName));
  if (bad !== undefined) {
    return `portName(${bad.portName}) does not refer to any named PortMapping in the container definitions`;
  }
  const most = Math.max(0, ...services.map((service) => (objectsIn(service, 'clientAliases') ?? []).length));
  return most > 1 ? `${most} clientAliases exceeds the max limit of 1` : undefined;
}

/** The volume of a task without a service: one that is configured at launch needs its configuration. */
export function taskVolumes(subject: ServiceSubject): string | undefined {
  const named = (objectsIn(subject.members, 'volumeConfigurations') ?? []).map(({ name }) => name);
  const lacking = subject.volumes.find(
    ({ configuredAtLaunch, name }) => configuredAtLaunch === true && !named.includes(name),
  );
  return lacking === undefined ? volumes(subject) : `The volume ${lacking.name} requires a volume configuration.`;
}

function volumes({ members, volumes: known }: ServiceSubject): string | undefined {
  for (const written of objectsIn(members, 'volumeConfigurations') ?? []) {
    const volume = known.find(({ name }) => name === written.name);
    if (volume === undefined) {
      return `The volume name '${written.name}' in your request does not have a matching volume in your Task Definition`;
    }
    const disk = objectIn(written, 'managedEBSVolume') ?? {};
    const hasSize = disk.sizeInGiB !== undefined || disk.snapshotId !== undefined;
    if (volume.configuredAtLaunch !== true || !textIn(disk, 'roleArn') || !hasSize) {
      return 'ECS managed EBS volume configuration was invalid';
    }
  }
  return undefined;
}
