import type { OwnedClock } from './clock.ts';
import type { FaultBook } from './faults.ts';
import type { Identities } from './identity/identities.ts';
import type { Issuer, IssuerKeys } from './oidc/issuer.ts';
import type { RequestLog } from './request-log.ts';
import type { AwsService, Lookup, Scope } from './service.ts';

/** Everything one sandbox holds. */
export interface World {
  readonly clock: OwnedClock;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly identities: Identities;
  readonly issuer: Issuer;
  readonly issuerKeys: IssuerKeys;
  readonly services: ServiceStates;
  readonly lookup: Lookup;
  /** Called before an operation of ECR: its region needs a registry that listens. */
  prepare(scope: Scope): Promise<void>;
}

/** The states of all services, one per account and region, made when first asked for. */
export class ServiceStates {
  readonly #services: readonly AwsService[];
  readonly #states = new Map<string, { readonly service: AwsService; readonly state: unknown }>();

  constructor(services: readonly AwsService[]) {
    this.#services = services;
  }

  find(targetPrefix: string): AwsService | null {
    return this.#services.find((service) => service.targetPrefix === targetPrefix) ?? null;
  }

  named(name: string): AwsService | null {
    return this.#services.find((service) => service.name === name) ?? null;
  }

  stateOf(service: AwsService, { account, region }: Scope): unknown {
    const key = `${service.name}/${account}/${region}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known.state;
    const state = service.createState(account, region);
    this.#states.set(key, { service, state });
    return state;
  }

  /** Brings every state to this time. */
  advance(now: number, lookup: Lookup): void {
    for (const { service, state } of this.#states.values()) service.advance?.(state, now, lookup);
  }
}
