import type { Service } from '@aws-sdk/client-ecs';
import type { RunContext, RunningImage } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import { readServiceRevisions } from '../observe/read-service-revisions.ts';
import { imagesAsked } from '../task-definition/running-image.ts';

/** The images that deployments run: `deployments` by service ARN and deployment id, `revisions` by ARN. */
export interface ImagesRead {
  of(service: Service, deployment: { readonly id: string; readonly taskDefinition: string }): readonly RunningImage[];
}

/**
 * Reads which images the deployments of these services run. A service revision says the digest that ECS resolved each tag
 * to; where that cannot be read, the task definition says what was asked for.
 */
export async function readImages(ecs: Ecs, services: readonly Service[], context: RunContext): Promise<ImagesRead> {
  const arns = services.flatMap(({ currentServiceRevisions = [] }) =>
    currentServiceRevisions.flatMap(({ arn }) => arn ?? []),
  );
  const { found: resolved } = await readServiceRevisions(ecs, arns, context);
  const keyOf = (serviceArn: string | undefined, deploymentId: string): string => `${serviceArn} ${deploymentId}`;
  const byDeployment = new Map(
    [...resolved].map(([arn, { service, images }]) => [keyOf(service, deploymentIdOf(arn)), images]),
  );
  const rest = services.flatMap(({ serviceArn, deployments = [] }) =>
    deployments.flatMap(({ id = '', taskDefinition }) =>
      byDeployment.has(keyOf(serviceArn, id)) ? [] : (taskDefinition ?? []),
    ),
  );
  const asked = new Map(
    await settleAll(
      [...new Set(rest)].map(async (arn) => {
        const { taskDefinition } = await describeTaskDefinition(ecs, arn, context);
        return [arn, imagesAsked(taskDefinition)] as const;
      }),
    ),
  );
  return {
    of: ({ serviceArn }, { id, taskDefinition }) =>
      byDeployment.get(keyOf(serviceArn, id)) ?? asked.get(taskDefinition) ?? [],
  };
}
