import { Secret } from '@funade/core';

/** A user of a registry. */
export interface RegistryUser {
  readonly name: string;
  readonly password: Secret;
}

/** A user whose password comes anew. */
export interface RegistryLogin {
  /** Whoever reads and writes now. */
  user(): Promise<RegistryUser>;
  /** Another password for one that the registry has refused; null when the refused one is too new to be the reason. */
  renew(refused: RegistryUser): Promise<RegistryUser | null>;
}

/** The `Authorization` header of a user. */
export function basicAuthorization(user: RegistryUser): Secret {
  return new Secret(`Basic ${Buffer.from(`${user.name}:${user.password.reveal()}`).toString('base64')}`);
}
