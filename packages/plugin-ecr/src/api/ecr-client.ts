import type { ECRClient } from '@aws-sdk/client-ecr';
import { useSession } from '@funade/aws';
import { resourceKey, type World } from '@funade/core';

const clientKey = resourceKey<ECRClient>('ecr.client');

/** The ECR client of the environment; the SDK is loaded when it is first asked for. */
export async function useEcrClient(world: World): Promise<ECRClient> {
  const session = await useSession(world);
  return world.resources.use(clientKey.of(world.environment.name), async () => {
    const { ECRClient } = await import('@aws-sdk/client-ecr');
    return new ECRClient(session.clientConfigFor('ecr'));
  });
}
