import { Identities } from '../identity/identities.ts';
import { makeId } from '../identity/make-id.ts';
import { permissionsOf } from '../identity/permissions-schema.ts';
import type { Random } from '../model/random.ts';
import type { ParsedSeed } from './seed.ts';

interface SeedingIdentities {
  /** `iss` of the sandbox's own tokens. */
  readonly issuer: string;
  readonly now: number;
  readonly random: Random;
}

/** Every account's users and roles. An account without users gets one named `sandbox`, which may do everything. */
export function seedIdentities(seed: ParsedSeed, { issuer, now, random }: SeedingIdentities): Identities {
  const identities = new Identities(random);
  for (const [account, { users, roles }] of Object.entries(seed.accounts)) {
    const named = Object.keys(users).length > 0 ? users : { sandbox: { permissions: { deny: [] }, keys: undefined } };
    for (const [name, { permissions, keys }] of Object.entries(named)) {
      identities.addUser(account, name, {
        permissions: permissionsOf(permissions),
        ...(keys === undefined ? {} : { keys }),
      });
    }
    for (const [name, { trust, permissions, maxSessionDuration }] of Object.entries(roles)) {
      const arn = `arn:aws:iam::${account}:role/${name}`;
      identities.addRole({
        name: name.split('/').at(-1) ?? name,
        arn,
        id: makeId('AROA', arn),
        account,
        permissions: permissionsOf(permissions),
        maxSessionDuration,
        createdAt: now,
        trust: {
          issuer: trust.issuer ?? issuer,
          audiences: [trust.audience].flat(),
          subjects: trust.subjects,
          operator: trust.operator,
          principals: trust.principals,
          services: trust.services,
        },
      });
    }
  }
  return identities;
}
