import { Secret } from '@funade/core';

/** A user of a registry. */
export interface RegistryUser {
  readonly name: string;
  readonly password: Secret;
}

/** The `Authorization` header of a user. */
export function basicAuthorization(user: RegistryUser): Secret {
  return new Secret(`Basic ${Buffer.from(`${user.name}:${user.password.reveal()}`).toString('base64')}`);
}
