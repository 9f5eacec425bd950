import type { Service } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import type { Json } from '@funade/core';
import { z } from 'zod';
import type { DeploymentView } from '../model/rollout-views.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import { serviceView } from '../service/service-view.ts';

/** What a step says that started a deployment. */
export const startedOutput = z.object({
  ...startedDeployment.shape,
  /** The deployment that was primary before; null when ours was there already. */
  previousDeploymentId: z.string().nullable(),
  /** Of the service revision, where ECS says it. */
  revisionArn: z.string().nullable(),
});

/** What goes on once a deployment was started, whoever watches it. */
export function deploymentGoesOn(output: Json): string {
  const started = startedOutput.pick({ deploymentId: true }).safeParse(output);
  return `deployment${started.success ? ` ${started.data.deploymentId}` : ''} was started and continues in ECS`;
}

/** What is to be said of a deployment. `before`: the service as it was. */
export function started(
  service: Service,
  {
    primary,
    previous,
    before,
  }: {
    readonly primary: Pick<DeploymentView, 'id' | 'taskDefinition' | 'createdAt'>;
    readonly previous: string | null;
    readonly before: Service;
  },
): z.output<typeof startedOutput> {
  const all = [...serviceView(before).deployments, ...serviceView(service).deployments];
  const others = all.filter(({ id }) => id !== primary.id);
  const done = others.filter(
    ({ rolloutState, taskDefinition }) =>
      taskDefinition !== primary.taskDefinition && (rolloutState === 'COMPLETED' || rolloutState === null),
  );
  const [last] = done.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const number = resourceName(primary.id);
  return {
    deploymentId: primary.id,
    previousDeploymentId: previous,
    knownDeploymentIds: [...new Set(others.map(({ id }) => id))],
    createdAt: primary.createdAt,
    taskDefinition: primary.taskDefinition,
    previousTaskDefinition: last?.taskDefinition ?? null,
    // The number of a deployment is that of its service revision; the ARN itself is taken from the answer.
    revisionArn:
      (service.currentServiceRevisions ?? []).map(({ arn }) => arn ?? '').find((arn) => arn.endsWith(`/${number}`)) ??
      null,
  };
}
