import type { OwnedClock } from './clock.ts';
import type { FaultBook } from './faults.ts';
import type { HostedService } from './hosted-service.ts';
import type { Identities } from './identity/identities.ts';
import type { Issuer, IssuerKeys } from './oidc/issuer.ts';
import type { RequestLog } from './request-log.ts';
import type { Lookup } from './service.ts';
import type { EcsState } from './services/ecs/index.ts';
import type { Registries } from './services/registry/registries.ts';

/** Everything one sandbox holds. */
export interface World {
  readonly clock: OwnedClock;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly identities: Identities;
  readonly issuer: Issuer;
  readonly issuerKeys: IssuerKeys;
  /** The services that speak JSON. STS is apart: it speaks query and has one state. */
  readonly services: readonly HostedService[];
  readonly ecs: HostedService<EcsState>;
  readonly lookup: Lookup;
  readonly registries: Registries;
}
