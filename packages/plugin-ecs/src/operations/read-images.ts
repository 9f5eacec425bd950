import type { ContainerDefinition, ContainerImage, Service } from '@aws-sdk/client-ecs';
import { isAwsError, translateError } from '@funade/aws';
import type { RunContext, RunningImage } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import { parseImageReference } from '../task-definition/image-reference.ts';

/** Service revisions that one call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
const revisionsPerCall = 20;

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
  const resolved = await readRevisions(ecs, [...new Set(arns)], context);
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
        const containers = (taskDefinition.containerDefinitions ?? []) as readonly ContainerDefinition[];
        return [arn, containers.map(({ name, image }) => runningImage(name, image, undefined))] as const;
      }),
    ),
  );
  return {
    of: ({ serviceArn }, { id, taskDefinition }) =>
      byDeployment.get(keyOf(serviceArn, id)) ?? asked.get(taskDefinition) ?? [],
  };
}

interface Revision {
  readonly service: string | undefined;
  readonly images: readonly RunningImage[];
}

async function readRevisions(
  { client, sdk }: Ecs,
  arns: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, Revision>> {
  const found = new Map<string, Revision>();
  for (const group of inGroups(arns, revisionsPerCall)) {
    try {
      const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...group] });
      const { serviceRevisions = [] } = await client.send(command, { abortSignal: context.signal });
      for (const { serviceRevisionArn = '', serviceArn, containerImages = [] } of serviceRevisions) {
        found.set(serviceRevisionArn, { service: serviceArn, images: containerImages.map(imageOf) });
      }
    } catch (error) {
      if (isAwsError(error, 'AccessDeniedException', 'UnsupportedFeatureException')) return found;
      throw translateError(error, { operation: 'ecs:DescribeServiceRevisions' });
    }
  }
  return found;
}

function imageOf({ containerName, image, imageDigest }: ContainerImage): RunningImage {
  return runningImage(containerName, image, imageDigest);
}

function runningImage(name = '', reference = '', resolved: string | undefined): RunningImage {
  const { registry, repository, tag, digest } = parseImageReference(reference);
  return {
    container: name,
    repository: registry === null ? repository : `${registry}/${repository}`,
    tag,
    digest: resolved ?? digest,
  };
}
