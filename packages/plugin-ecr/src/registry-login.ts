import { translateError } from '@funade/aws';
import type { World } from '@funade/core';
import { useEcrClient } from './ecr-client.ts';
import { registryLoginFailed } from './errors.ts';
import { RegistryClient, type RegistryUser } from './registry/registry-client.ts';

/**
 * The environment's user of ECR's registries: one call of GetAuthorizationToken per environment and command, kept in
 * memory. The token is good for twelve hours and for every registry that the session may use, whatever the host.
 *
 * @throws REGISTRY_LOGIN_FAILED when ECR answers without a token; AWS errors as `@funade/aws` translates them.
 */
export function useRegistryUser(world: World): Promise<RegistryUser> {
  return world.resources.use(`ecr.user:${world.environment.name}`, async () => {
    const client = await useEcrClient(world);
    const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
    const output = await client
      .send(new GetAuthorizationTokenCommand({}), { abortSignal: world.signal })
      .catch((error: unknown) => {
        world.signal.throwIfAborted();
        throw translateError(error, { operation: 'ecr:GetAuthorizationToken' });
      });
    const token = output.authorizationData?.[0]?.authorizationToken;
    const [name, password] = Buffer.from(token ?? '', 'base64')
      .toString('utf8')
      .split(/:(.*)/s);
    if (!name || !password) throw registryLoginFailed('ECR', 'GetAuthorizationToken returned no token');
    // How Docker writes the login down.
    world.resources.secrets.keep(`${name}:${password}`);
    return { name, password: world.resources.secrets.keep(password) };
  });
}

/** A client of the registry that the environment's images are in. */
export async function useRegistryClient(world: World, host: string): Promise<RegistryClient> {
  const user = await useRegistryUser(world);
  return world.resources.use(
    `ecr.registry:${world.environment.name}:${host}`,
    () => new RegistryClient({ host, user, clock: world.clock, signal: world.signal }),
  );
}
