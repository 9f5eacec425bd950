import type { OwnedClock } from '../clock/clock.ts';
import type { Identities } from '../identity/identities.ts';
import type { Random } from '../model/random.ts';
import type { Lookup } from '../model/service.ts';
import type { Issuer, IssuerKeys } from '../oidc/issuer.ts';
import type { AutoscalingState } from '../services/application-autoscaling/index.ts';
import type { CloudFormationState } from '../services/cloudformation/index.ts';
import type { EcsState } from '../services/ecs/index.ts';
import type { LoadBalancingState } from '../services/elasticloadbalancing/index.ts';
import type { EventsState } from '../services/events/index.ts';
import type { Registries } from '../services/registry/registries.ts';
import type { S3State } from '../services/s3/index.ts';
import type { SchedulerState } from '../services/scheduler/index.ts';
import type { SecretsState } from '../services/secretsmanager/index.ts';
import type { SsmState } from '../services/ssm/index.ts';
import type { DataChannels } from '../services/ssmmessages/data-channels.ts';
import type { FaultBook } from './faults.ts';
import type { HostedService } from './hosted-service.ts';
import type { RequestLog } from './request-log.ts';

/** The services whose states are seeded and controlled. */
export interface HostedServices {
  readonly autoscaling: HostedService<AutoscalingState>;
  readonly cloudFormation: HostedService<CloudFormationState>;
  readonly ecs: HostedService<EcsState>;
  readonly events: HostedService<EventsState>;
  readonly loadBalancing: HostedService<LoadBalancingState>;
  readonly scheduler: HostedService<SchedulerState>;
  readonly secrets: HostedService<SecretsState>;
  readonly ssm: HostedService<SsmState>;
}

/** Everything one sandbox holds. */
export interface World {
  readonly clock: OwnedClock;
  readonly random: Random;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly identities: Identities;
  readonly issuer: Issuer;
  readonly issuerKeys: IssuerKeys;
  /** Every service but STS, which is of no account and no region. */
  readonly services: readonly HostedService[];
  readonly hosted: HostedServices;
  /** All buckets: their names are one space. */
  readonly s3: S3State;
  readonly lookup: Lookup;
  readonly registries: Registries;
  /** WebSockets to the agents of ECS Exec. */
  readonly dataChannels: DataChannels;
}
