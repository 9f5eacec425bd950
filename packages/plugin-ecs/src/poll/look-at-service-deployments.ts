import { translateError } from '@funade/aws';
import type { DeployError } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { requestTimeout } from '../api/poll-schedule.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { serviceDeploymentView } from '../service/service-deployment-view.ts';

/** What one look at a service deployment gave: null when ECS does not know it (any more), or why nothing could be seen. */
export type ServiceDeploymentLook =
  | { readonly type: 'service-deployment'; readonly serviceDeployment: ServiceDeploymentView | null }
  | { readonly type: 'blind'; readonly error: DeployError };

/** Looks at up to twenty service deployments in one call; gives an answer for each of them and does not throw. */
export function lookAtServiceDeployments({ client, sdk }: Ecs) {
  return async (arns: readonly string[], abortSignal: AbortSignal): Promise<readonly ServiceDeploymentLook[]> => {
    try {
      const command = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns] });
      const { serviceDeployments = [] } = await client.send(command, { abortSignal, requestTimeout });
      const views = new Map(serviceDeployments.map((each) => [each.serviceDeploymentArn, serviceDeploymentView(each)]));
      return arns.map((arn) => ({ type: 'service-deployment', serviceDeployment: views.get(arn) ?? null }));
    } catch (thrown) {
      const error = translateError(thrown, { operation: 'ecs:DescribeServiceDeployments' });
      return arns.map(() => ({ type: 'blind', error }));
    }
  };
}
