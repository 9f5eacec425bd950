import type { ECRClient } from '@aws-sdk/client-ecr';
import { useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';

const clientKey = resourceKey<ECRClient>('ecr.client');

/** The ECR client of the environment; the SDK is loaded when it is first asked for. */
export async function useEcrClient(context: RunContext): Promise<ECRClient> {
  const session = await useSession(context);
  return context.resources.use(clientKey.of(context.environment.name), async () => {
    const { ECRClient } = await import('@aws-sdk/client-ecr');
    return new ECRClient(session.clientConfigFor('ecr'));
  });
}
