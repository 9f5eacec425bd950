import type { AwsSession } from '@funade/aws';
import type { RunContext } from '@funade/core';

/**
 * The AWS session of a context's environment, for a plugin that calls AWS: `session.clientConfigFor('eventbridge')` is what an SDK
 * client is made with. Loaded when it is first asked for, since configs import this file.
 */
export async function useSession(context: RunContext): Promise<AwsSession> {
  return (await import('@funade/aws')).useSession(context);
}
