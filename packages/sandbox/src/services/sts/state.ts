import type { Identities } from '../../identity/identities.ts';
import type { Principal } from '../../identity/principal.ts';
import type { WireObject } from '../../model/service.ts';
import type { IssuerKeys } from '../../oidc/issuer.ts';

/** What STS knows: one for the whole sandbox, since roles are reached across accounts. */
export interface StsState {
  readonly identities: Identities;
  readonly issuers: IssuerKeys;
}

export interface StsCall {
  readonly input: WireObject;
  /** Null for the operations that are not signed. */
  readonly caller: Principal | null;
  readonly now: number;
}

export type StsOperation = (state: StsState, call: StsCall) => WireObject | Promise<WireObject>;
