import { translateError } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
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
export async function useRegistryUser(context: RunContext): Promise<RegistryUser> {
  return (await useRegistryLogin(context)).user();
}

/** The same with what makes it anew. */
export function useRegistryLogin(context: RunContext): Promise<RegistryLogin> {
  return context.resources.use(loginKey.of(context.environment.name), () => new Login(context));
}

/** A client of the registry that the environment's images are in. */
export async function useRegistryClient(context: RunContext, host: string): Promise<RegistryClient> {
  const user: RegistryLogin = {
    user: () => useRegistryUser(context),
    renew: async (refused) => (await useRegistryLogin(context)).renew(refused),
  };
  return context.resources.use(
    registryKey.of(`${context.environment.name}:${host}`),
    () => new RegistryClient({ host, user, context }),
  );
}

/** How old a login is at least before a refusal makes us think that it has ended, in milliseconds. */
const young = 60_000;

class Login implements RegistryLogin {
  readonly #context: RunContext;
  #user: Promise<RegistryUser> | null = null;
  /** When it logged in, and when to do so again, on the monotonic clock. */
  #since = 0;
  #until = 0;

  constructor(context: RunContext) {
    this.#context = context;
  }

  user(): Promise<RegistryUser> {
    if (this.#user === null || this.#context.clock.monotonic() >= this.#until) {
      this.#since = this.#context.clock.monotonic();
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
    if (this.#context.clock.monotonic() - this.#since < young) return null;
    this.#user = null;
    return this.user();
  }

  async #logIn(): Promise<RegistryUser> {
    const context = this.#context;
    const client = await useEcrClient(context);
    const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
    const output = await client
      .send(new GetAuthorizationTokenCommand({}), { abortSignal: context.signal })
      .catch((error: unknown) => {
        context.signal.throwIfAborted();
        throw translateError(error, { operation: 'ecr:GetAuthorizationToken' });
      });
    const { authorizationToken: token, expiresAt } = output.authorizationData?.[0] ?? {};
    const [name, password] = Buffer.from(token ?? '', 'base64')
      .toString('utf8')
      .split(/:(.*)/s);
    if (!name || !password) throw registryLoginFailed('ECR', 'GetAuthorizationToken returned no token');
    // How Docker writes the login down.
    context.resources.secrets.keep(`${name}:${password}`);
    const { clock } = context;
    if (expiresAt !== undefined) this.#until = clock.monotonic() + expiresAt.getTime() - clock.now() - margin;
    return { name, password: context.resources.secrets.keep(password) };
  }
}
