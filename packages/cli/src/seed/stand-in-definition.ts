import { isJsonObject, type JsonObject, type Target } from '@funade/core';
import { nameIn } from './name-in.ts';
import { containerImages } from './target-images.ts';
import { listAt, mapTexts, objectAt, textAt } from './values-at.ts';

/** What a seed registers for a target. */
export interface SeededDefinition extends JsonObject {
  readonly family: string;
  readonly containerDefinitions: readonly JsonObject[];
}

/**
 * The task definition that a target runs before the first deploy: that of the config where it holds one that is whole, else a
 * stand-in with the containers that the config names.
 */
export function seededDefinition(target: Target, standIn: boolean): SeededDefinition {
  const written = objectAt(target.options, 'ecs').taskDefinition;
  if (standIn || !isJsonObject(written) || listAt(written, 'containerDefinitions').length === 0)
    return standInDefinition(target);
  return fromConfig(target, written);
}

function fromConfig(target: Target, written: JsonObject): SeededDefinition {
  const images = containerImages(target);
  const whole = mapTexts(written, (text) =>
    text.replaceAll(/\{\{[^}]*\brelease\b[^}]*\}\}/g, 'stand-in'),
  ) as JsonObject;
  return {
    ...whole,
    family: textAt(whole, 'family') ?? familyOf(target),
    containerDefinitions: listAt(whole, 'containerDefinitions').map((container) => {
      const image = images.get(textAt(container, 'name') ?? '')?.reference;
      return { ...(isJsonObject(container) ? container : {}), ...(image === undefined ? {} : { image }) };
    }),
  };
}

function standInDefinition(target: Target): SeededDefinition {
  const ecs = objectAt(target.options, 'ecs');
  const settings = objectAt(ecs, 'settings');
  const family = familyOf(target);
  const images = containerImages(target);
  const bare = isOnInstances(settings);
  const volumes = volumeNames(settings);
  const log = { logDriver: 'awslogs', options: { 'awslogs-group': `/ecs/${family}` } };
  return {
    family,
    ...(bare
      ? { networkMode: 'bridge' }
      : { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' }),
    ...(volumes.length === 0 ? {} : { volumes: volumes.map((name) => ({ name, configuredAtLaunch: true })) }),
    containerDefinitions: containerNames(ecs, [...images.keys()]).map((name, index) => ({
      name,
      image: images.get(name)?.reference ?? 'public.ecr.aws/docker/library/busybox:1',
      essential: true,
      ...(bare ? { memory: 256 } : {}),
      portMappings: portsOf(settings, name, index === 0),
      ...(index === 0 && volumes.length > 0 ? { mountPoints: volumes.map(mountOf) } : {}),
      logConfiguration: log,
    })),
  };
}

/** A stand-in of another family, such as that of a one-off task. */
export function otherDefinition(family: string): SeededDefinition {
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'public.ecr.aws/docker/library/busybox:1', essential: true }],
  };
}

function familyOf({ service, options }: Target): string {
  const ecs = objectAt(options, 'ecs');
  const name = `${nameIn(textAt(ecs, 'cluster') ?? '')}-${textAt(ecs, 'service') ?? service}`;
  return name.replaceAll(/[^\w-]/g, '-').slice(0, 255);
}

/** Every container that the config names, those with images first. */
function containerNames(ecs: JsonObject, withImages: readonly string[]): readonly string[] {
  const settings = objectAt(ecs, 'settings');
  const others = [
    ...Object.keys(objectAt(ecs, 'containers')),
    ...Object.values(objectAt(ecs, 'tasks')).flatMap((task) => textAt(task, 'container') ?? []),
    ...listAt(settings, 'loadBalancers').flatMap((balancer) => textAt(balancer, 'containerName') ?? []),
    ...listAt(settings, 'serviceRegistries').flatMap((registry) => textAt(registry, 'containerName') ?? []),
  ];
  const names = [...new Set([...withImages, ...others])];
  return names.length === 0 ? ['app'] : names;
}

/** The ports of a container: those of load balancers, and for the first one those that are known by a name. */
function portsOf(settings: JsonObject, container: string, isFirst: boolean): readonly JsonObject[] {
  const ports = [...listAt(settings, 'loadBalancers'), ...listAt(settings, 'serviceRegistries')].flatMap((each) =>
    textAt(each, 'containerName') === container && isJsonObject(each) ? (each.containerPort ?? []) : [],
  );
  const named = isFirst
    ? [
        ...listAt(objectAt(settings, 'serviceConnectConfiguration'), 'services'),
        ...listAt(settings, 'vpcLatticeConfigurations'),
      ].flatMap((each) => textAt(each, 'portName') ?? [])
    : [];
  return [
    ...[...new Set(ports)].map((containerPort) => ({ containerPort })),
    ...[...new Set(named)].map((name, index) => ({ name, containerPort: firstPort + index })),
  ];
}

const firstPort = 18_080;

/** Names of the volumes that each task gets when it is started. */
function volumeNames(settings: JsonObject): readonly string[] {
  return listAt(settings, 'volumeConfigurations').flatMap((each) => textAt(each, 'name') ?? []);
}

function mountOf(sourceVolume: string): JsonObject {
  return { sourceVolume, containerPath: `/mnt/${sourceVolume}` };
}

/** Whether its tasks run on instances and share their network. */
function isOnInstances(settings: JsonObject): boolean {
  const hasNetwork = Object.keys(objectAt(settings, 'networkConfiguration')).length > 0;
  const launch = textAt(settings, 'launchType');
  const providers = listAt(settings, 'capacityProviderStrategy').map((each) => textAt(each, 'capacityProvider') ?? '');
  const own = providers.some((name) => name !== 'FARGATE' && name !== 'FARGATE_SPOT');
  return !hasNetwork && (launch === 'EC2' || launch === 'EXTERNAL' || own);
}
