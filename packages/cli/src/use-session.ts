import type { AwsSession } from '@funade/aws';
import type { World } from '@funade/core';

/**
 * The AWS session of a world's environment, for a plugin that calls AWS: `session.clientConfigFor('eventbridge')` is what an SDK
 * client is made with. Loaded when it is first asked for, since configs import this file.
 */
export async function useSession(world: World): Promise<AwsSession> {
  return (await import('@funade/aws')).useSession(world);
}
