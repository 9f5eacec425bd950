import type { AwsCredentialIdentity } from '@smithy/types';

/** Credentials and who they make us, as AWS said. */
export interface Identity {
  readonly credentials: AwsCredentialIdentity;
  readonly account: string;
  readonly callerArn: string;
  /** Milliseconds since the epoch on the context's clock; null when they do not end or do not say. */
  readonly expiresAt: number | null;
}

/** A way to become somebody, again and again. */
export interface IdentitySource {
  /** Throws a `DeployError`. */
  open(): Promise<Identity>;
  /** How long `open` can go on giving identities, in milliseconds since the epoch; null: no end is known. */
  endsAt(): number | null;
}
