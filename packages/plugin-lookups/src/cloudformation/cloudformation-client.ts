import { useSession } from '@funade/aws';
import type { World } from '@funade/core';

type Sdk = typeof import('@aws-sdk/client-cloudformation');

/** The client of a world's environment, and the SDK that its commands come from. */
export interface CloudFormation {
  readonly client: InstanceType<Sdk['CloudFormationClient']>;
  readonly sdk: Sdk;
}

/** Loads the SDK and makes the client on first use. */
export async function useCloudFormation(world: World): Promise<CloudFormation> {
  return world.resources.use(`cloudformation.client:${world.environment.name}`, async () => {
    const [session, sdk] = await Promise.all([useSession(world), import('@aws-sdk/client-cloudformation')]);
    return { client: new sdk.CloudFormationClient(session.clientConfigFor('cloudformation')), sdk };
  });
}
