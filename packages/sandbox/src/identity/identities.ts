import { createHash, type KeyObject } from 'node:crypto';
import type { Random } from '../model/random.ts';
import { makeId, randomId } from './make-id.ts';
import type { Credential, Permissions, Principal, Role } from './principal.ts';
import { signingKey } from './signing-key.ts';

/** Every account's users, roles and the credentials given out so far. */
export class Identities {
  readonly #credentials = new Map<string, Credential>();
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, Credential>();
  readonly #signingKeys = new WeakMap<Credential, Map<string, KeyObject>>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  addUser(
    account: string,
    name: string,
    options: { readonly permissions: Permissions; readonly keys?: UserKeys },
  ): void {
    const arn = `arn:aws:iam::${account}:user/${name}`;
    const credential: Credential = {
      accessKeyId: options.keys?.accessKeyId ?? makeId('AKIA', arn),
      secretAccessKey: options.keys?.secretAccessKey ?? createHash('sha256').update(arn).digest('base64').slice(0, 40),
      sessionToken: null,
      expiresAt: null,
      principal: { kind: 'user', arn, account, userId: makeId('AIDA', arn), permissions: options.permissions },
    };
    this.#credentials.set(credential.accessKeyId, credential);
    this.#users.set(`${account}/${name}`, credential);
  }

  addRole(role: Role): void {
    this.#roles.set(role.arn, role);
  }

  role(arn: string): Role | null {
    return this.#roles.get(arn) ?? null;
  }

  /** The role of an account by its name alone, as IAM asks for it; null when there is none. */
  roleNamed(account: string, name: string): Role | null {
    for (const role of this.#roles.values()) if (role.account === account && role.name === name) return role;
    return null;
  }

  /** Takes a role away. Its sessions go on, as they do on AWS. */
  removeRole(arn: string): void {
    this.#roles.delete(arn);
  }

  /** What the user or role of this ARN may not do; null when there is neither. */
  permissionsOf(arn: string): Permissions | null {
    const [, account, name] = /^arn:aws:iam::(\d+):user\/(.+)$/.exec(arn) ?? [];
    const user = name === undefined ? undefined : this.#users.get(`${account}/${name}`);
    return user?.principal.permissions ?? this.#roles.get(arn)?.permissions ?? null;
  }

  /** The key that a credential signs with in a scope such as `20261123/eu-west-1/ecs`, made once. */
  signingKey(credential: Credential, scope: string): KeyObject {
    const keys = this.#signingKeys.get(credential) ?? new Map<string, KeyObject>();
    this.#signingKeys.set(credential, keys);
    const key = keys.get(scope) ?? signingKey(credential.secretAccessKey, scope);
    keys.set(scope, key);
    return key;
  }

  credential(accessKeyId: string): Credential | null {
    return this.#credentials.get(accessKeyId) ?? null;
  }

  /** Who has this ARN. Sessions of one name are one principal. */
  principal(arn: string): Principal | null {
    for (const { principal } of this.#credentials.values()) if (principal.arn === arn) return principal;
    return null;
  }

  /** The keys of a user; without a name of the account's first one. Null when there is none. */
  userOf(account: string, name?: string): Credential | null {
    for (const [key, credential] of this.#users) {
      if (name === undefined ? credential.principal.account === account : key === `${account}/${name}`)
        return credential;
    }
    return null;
  }

  /** Credentials of a new session of the role. */
  openSession(role: Role, session: { readonly name: string; readonly expiresAt: number }): Credential {
    const principal: Principal = {
      kind: 'session',
      arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session.name}`,
      account: role.account,
      userId: `${role.id}:${session.name}`,
      permissions: role.permissions,
    };
    const credential: Credential = {
      accessKeyId: randomId('ASIA', this.#random),
      secretAccessKey: this.#random.bytes(30).toString('base64'),
      sessionToken: `FwoGZXIvYXdzE${this.#random.bytes(240).toString('base64')}`,
      expiresAt: session.expiresAt,
      principal,
    };
    this.#credentials.set(credential.accessKeyId, credential);
    return credential;
  }
}

interface UserKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
