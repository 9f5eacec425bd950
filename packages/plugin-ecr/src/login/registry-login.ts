import { translateError } from '@funade/aws';
import { resourceKey, type World } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';
import { registryLoginFailed } from '../model/registry-errors.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import type { RegistryLogin, RegistryUser } from '../registry/registry-user.ts';

/** Who an environment's registry knows us as; asked for anew before it ends. */
export const loginKey = resourceKey<RegistryLogin>('ecr.login');
const registryKey = resourceKey<RegistryClient>('ecr.registry');

/** How long before its end a login is renewed, in milliseconds: a blob that is being sent must not outlast it. */
const margin = 15 * 60_000;

/**
 * The environment's user of ECR's registries, from GetAuthorizationToken, kept in memory and renewed before it expires.
 * The token is good for twelve hours and for every registry that the session may use, whatever the host.
 *
 * @throws REGISTRY_LOGIN_FAILED when ECR answers without a token; AWS errors as `@funade/aws` translates them.
 */
export async function useRegistryUser(world: World): Promise<RegistryUser> {
  return (await useRegistryLogin(world)).user();
}

/** The same with what makes it anew. */
export function useRegistryLogin(world: World): Promise<RegistryLogin> {
  return world.resources.use(loginKey.of(world.environment.name), () => new Login(world));
}

/** A client of the registry that the environment's images are in. */
export async function useRegistryClient(world: World, host: string): Promise<RegistryClient> {
  const user: RegistryLogin = {
    user: () => useRegistryUser(world),
    renew: async (refused) => (await useRegistryLogin(world)).renew(refused),
  };
  return world.resources.use(
    registryKey.of(`${world.environment.name}:${host}`),
    () => new RegistryClient({ host, user, world }),
  );
}

/** How old a login is at least before a refusal makes us think that it has ended, in milliseconds. */
const young = 60_000;

class Login implements RegistryLogin {
  readonly #world: World;
  #user: Promise<RegistryUser> | null = null;
  /** When it logged in, and when to do so again, on the monotonic clock. */
  #since = 0;
  #until = 0;

  constructor(world: World) {
    this.#world = world;
  }

  user(): Promise<RegistryUser> {
    if (this.#user === null || this.#world.clock.monotonic() >= this.#until) {
      this.#since = this.#world.clock.monotonic();
      this.#until = Number.POSITIVE_INFINITY;
      this.#user = this.#logIn();
      this.#user.catch(() => {
        this.#user = null;
      });
    }
    return this.#user;
  }

  async renew(refused: RegistryUser): Promise<RegistryUser | null> {
    if (refused !== (await this.user())) return this.user();
    if (this.#world.clock.monotonic() - this.#since < young) return null;
    this.#user = null;
    return this.user();
  }

  async #logIn(): Promise<RegistryUser> {
    const world = this.#world;
    const client = await useEcrClient(world);
    const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
    const output = await client
      .send(new GetAuthorizationTokenCommand({}), { abortSignal: world.signal })
      .catch((error: unknown) => {
        world.signal.throwIfAborted();
        throw translateError(error, { operation: 'ecr:GetAuthorizationToken' });
      });
    const { authorizationToken: token, expiresAt } = output.authorizationData?.[0] ?? {};
    const [name, password] = Buffer.from(token ?? '', 'base64')
      .toString('utf8')
      .split(/:(.*)/s);
    if (!name || !password) throw registryLoginFailed('ECR', 'GetAuthorizationToken returned no token');
    // How Docker writes the login down.
    world.resources.secrets.keep(`${name}:${password}`);
    const { clock } = world;
    if (expiresAt !== undefined) this.#until = clock.monotonic() + expiresAt.getTime() - clock.now() - margin;
    return { name, password: world.resources.secrets.keep(password) };
  }
}
