import { numberIn, objectIn, objectsIn, textIn, textsIn } from '../../model/input.ts';
import type { WireJson, WireObject } from '../../model/service.ts';
import type { EcsSeed } from './seed.ts';

type ServiceSeed = EcsSeed['clusters'][string]['services'][string];

/** A seed may leave out what ECS asks for and hardly any test is about; this is what it gets then. */
const network: WireObject = {
  awsvpcConfiguration: { subnets: ['subnet-sandbox'], securityGroups: [], assignPublicIp: 'DISABLED' },
};
const port = 80;
const streamPrefix = 'ecs';

/** A seeded task definition with region and stream prefix of awslogs. */
export function completeDefinition(request: WireObject, region: string): WireObject {
  const isFargate = (textsIn(request, 'requiresCompatibilities') ?? []).includes('FARGATE');
  return {
    ...request,
    containerDefinitions: (objectsIn(request, 'containerDefinitions') ?? []).map((container) => ({
      ...container,
      ...withLogOptions(container, { region, isFargate }),
    })),
  };
}

/** A seeded service with a network, where its task definition wants one, and targets of its load balancers. */
export function completeService(written: ServiceSeed, definition: WireObject): WireObject {
  const service = written as WireObject;
  const containers = objectsIn(definition, 'containerDefinitions') ?? [];
  const balancers = balancersOf(written);
  return {
    ...(definition.networkMode === 'awsvpc' ? { networkConfiguration: network } : {}),
    ...service,
    ...(balancers.length === 0
      ? {}
      : { loadBalancers: balancers.map((balancer) => ({ ...balancer, ...targetOf(balancer, containers) })) }),
  };
}

interface Target {
  readonly containerName: WireJson;
  readonly containerPort: WireJson;
}

function targetOf(balancer: WireObject, containers: readonly WireObject[]): Target {
  const first = containers.find(({ essential }) => essential !== false) ?? containers[0];
  const containerName = textIn(balancer, 'containerName') ?? first?.name ?? '';
  const container = containers.find(({ name }) => name === containerName) ?? {};
  const mapped = (objectsIn(container, 'portMappings') ?? []).flatMap((each) => numberIn(each, 'containerPort') ?? []);
  return { containerName, containerPort: numberIn(balancer, 'containerPort') ?? mapped[0] ?? port };
}

function withLogOptions(
  container: WireObject,
  { region, isFargate }: { readonly region: string; readonly isFargate: boolean },
): WireObject {
  const log = objectIn(container, 'logConfiguration');
  if (log?.logDriver !== 'awslogs') return {};
  const options = {
    'awslogs-region': region,
    ...(isFargate ? { 'awslogs-stream-prefix': streamPrefix } : {}),
    ...objectIn(log, 'options'),
  };
  return { logConfiguration: { ...log, options } };
}

function balancersOf({ loadBalancers }: ServiceSeed): readonly WireObject[] {
  return objectsIn({ loadBalancers: loadBalancers as WireJson }, 'loadBalancers') ?? [];
}
