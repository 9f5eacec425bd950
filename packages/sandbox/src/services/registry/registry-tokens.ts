import type { Principal } from '../../identity/principal.ts';
import type { Random } from '../../model/random.ts';

/** A password for `docker login`, and whose it is. */
export interface RegistryToken {
  readonly password: string;
  readonly expiresAt: number;
  readonly principal: Principal;
}

const lifetime = 12 * 60 * 60 * 1000;

/** The passwords that GetAuthorizationToken gave out. */
export class RegistryTokens {
  readonly #random: Random;
  readonly #byPassword = new Map<string, RegistryToken>();

  constructor(random: Random) {
    this.#random = random;
  }

  issue(principal: Principal, now: number): RegistryToken {
    const password = this.#random.bytes(96).toString('base64');
    const token: RegistryToken = { password, expiresAt: now + lifetime, principal };
    this.#byPassword.set(password, token);
    return token;
  }

  /** Null for a password that was never given out. An expired one is still found. */
  find(password: string): RegistryToken | null {
    return this.#byPassword.get(password) ?? null;
  }
}
