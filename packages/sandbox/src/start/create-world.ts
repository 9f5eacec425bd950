import type { JSONWebKeySet } from 'jose';
import type { OwnedClock } from '../clock/clock.ts';
import { wallNow } from '../clock/wall-time.ts';
import type { Random } from '../model/random.ts';
import { createIssuer, createIssuerKeys } from '../oidc/issuer.ts';
import { routeRegistry } from '../route/route-registry.ts';
import { autoscalingServiceOf } from '../services/application-autoscaling/index.ts';
import { cloudFormationService } from '../services/cloudformation/index.ts';
import { createEcr } from '../services/ecr/index.ts';
import { ecsService, logsServiceOf } from '../services/ecs/index.ts';
import { loadBalancingService } from '../services/elasticloadbalancing/index.ts';
import { eventsServiceOf } from '../services/events/index.ts';
import { createIam } from '../services/iam/index.ts';
import { Registries } from '../services/registry/registries.ts';
import { createS3, type S3State } from '../services/s3/index.ts';
import { schedulerServiceOf } from '../services/scheduler/index.ts';
import { secretsManagerService } from '../services/secretsmanager/index.ts';
import { ssmService } from '../services/ssm/index.ts';
import { DataChannels } from '../services/ssmmessages/data-channels.ts';
import type { Doors } from '../wire/doors.ts';
import { FaultBook } from '../world/faults.ts';
import { hostService } from '../world/hosted-service.ts';
import { RequestLog } from '../world/request-log.ts';
import type { HostedServices, World } from '../world/world.ts';
import { createLookup } from './create-lookup.ts';
import type { ParsedSeed } from './seed.ts';
import { seedIdentities } from './seed-identities.ts';

export interface Beginnings {
  readonly seed: ParsedSeed;
  readonly clock: OwnedClock;
  readonly random: Random;
  readonly doors: Doors;
  readonly endpoint: string;
  readonly firstRegistryPort: number;
}

/** Makes the world of a sandbox: who is in it is there, what is in it comes by `seedWorld`. */
export function createWorld({ seed, clock, random, doors, endpoint, firstRegistryPort }: Beginnings): World {
  const issuer = createIssuer(seed.issuer ?? `${endpoint}/oidc`, { now: () => clock.now(), random });
  const identities = seedIdentities(seed, { issuer: issuer.name, now: clock.now(), random });
  const registries = new Registries({
    doors,
    firstPort: firstRegistryPort,
    random,
    handler: (state, ends) => routeRegistry(world, state, ends),
  });
  const dataChannels = new DataChannels({ endpoint, random, now: () => clock.now() });
  const s3: S3State = { buckets: new Map() };
  const ecs = hostService(ecsService);
  const ecsOf = (account: string, region: string) => ecs.stateOf({ account, region });
  const hosted: HostedServices = {
    autoscaling: hostService(autoscalingServiceOf(ecsOf)),
    cloudFormation: hostService(cloudFormationService),
    ecs,
    events: hostService(eventsServiceOf(ecsOf)),
    loadBalancing: hostService(loadBalancingService),
    scheduler: hostService(schedulerServiceOf(ecsOf)),
    secrets: hostService(secretsManagerService),
    ssm: hostService(ssmService),
  };
  const world: World = {
    clock,
    random,
    faults: new FaultBook({ own: () => clock.now(), wall: wallNow, speed: () => clock.speed }),
    log: new RequestLog(),
    identities,
    issuer,
    issuerKeys: createIssuerKeys(issuer, seed.issuers as unknown as Record<string, JSONWebKeySet>),
    services: [
      ...Object.values(hosted),
      hostService(createEcr(registries, identities)),
      hostService(createIam(identities)),
      hostService(createS3(s3)),
      hostService(logsServiceOf(ecsOf)),
    ],
    hosted,
    s3,
    registries,
    dataChannels,
    lookup: createLookup({ registries, hosted, identities, dataChannels }),
  };
  return world;
}
