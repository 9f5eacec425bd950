import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { ServiceRef } from '../model/errors.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';

/**
 * ARN of the service deployment of a deployment, for a service that does not name it itself; null while it is not listed.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 */
export async function findServiceDeployment(
  { cluster, service }: ServiceRef,
  deploymentId: string,
  context: RunContext,
): Promise<string | null> {
  const { client, sdk } = await useEcs(context);
  try {
    const command = new sdk.ListServiceDeploymentsCommand({ cluster, service });
    const { serviceDeployments = [] } = await client.send(command, { abortSignal: context.signal });
    const ours = serviceDeployments.find(
      ({ targetServiceRevisionArn = '' }) => deploymentIdOf(targetServiceRevisionArn) === deploymentId,
    );
    return ours?.serviceDeploymentArn ?? null;
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListServiceDeployments', subject: `${cluster}/${service}` });
  }
}
