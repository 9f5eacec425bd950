import type { CloudFormationClient, DescribeStacksCommand, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import { useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';

const clientKey = resourceKey<CloudFormation>('cloudformation.client');

/** The client of a context's environment, and the commands that it is sent. */
export interface CloudFormation {
  readonly client: CloudFormationClient;
  readonly DescribeStacks: typeof DescribeStacksCommand;
  readonly ListExports: typeof ListExportsCommand;
}

/** Loads the SDK and makes the client on first use. */
export async function useCloudFormation(context: RunContext): Promise<CloudFormation> {
  return context.resources.use(clientKey.of(context.environment.name), async () => {
    const session = await useSession(context);
    const sdk = await loadSdk();
    return { ...sdk, client: new sdk.Client(session.clientConfigFor('cloudformation')) };
  });
}

/** Taken apart at once, so that the bundle carries these and not the whole SDK of the service. */
async function loadSdk() {
  const { CloudFormationClient, DescribeStacksCommand, ListExportsCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  return { Client: CloudFormationClient, DescribeStacks: DescribeStacksCommand, ListExports: ListExportsCommand };
}
