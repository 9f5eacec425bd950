import type { ContainerImage } from '@aws-sdk/client-ecs';
import { isAwsError, translateError } from '@funade/aws';
import type { RunContext, RunningImage } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { runningImage } from '../task-definition/running-image.ts';

/** Service revisions that one call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
const revisionsPerCall = 20;

/** A service revision: what one deployment runs. */
export interface ServiceRevisionRead {
  readonly service: string | undefined;
  readonly taskDefinition: string | null;
  /** With the digests that ECS resolved their tags to. */
  readonly images: readonly RunningImage[];
}

/** Service revisions by ARN, and whether the caller may read them. */
export interface ServiceRevisionsRead {
  readonly found: ReadonlyMap<string, ServiceRevisionRead>;
  readonly allowed: boolean;
}

/** Reads service revisions, twenty to a call; those that ECS does not know (any more) are left out. */
export async function readServiceRevisions(
  { client, sdk }: Ecs,
  arns: readonly string[],
  context: RunContext,
): Promise<ServiceRevisionsRead> {
  const groups = inGroups([...new Set(arns)], revisionsPerCall);
  const answers = await settleAll(
    groups.map(async (group) => {
      try {
        const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...group] });
        const { serviceRevisions = [] } = await client.send(command, { abortSignal: context.signal });
        return serviceRevisions;
      } catch (error) {
        if (isAwsError(error, 'AccessDeniedException', 'UnsupportedFeatureException')) return null;
        throw translateError(error, { operation: 'ecs:DescribeServiceRevisions' });
      }
    }),
  );
  const found = answers.flatMap((revisions) =>
    (revisions ?? []).map(
      ({ serviceRevisionArn = '', serviceArn, taskDefinition, containerImages = [] }) =>
        [
          serviceRevisionArn,
          { service: serviceArn, taskDefinition: taskDefinition ?? null, images: containerImages.map(imageOf) },
        ] as const,
    ),
  );
  return { found: new Map(found), allowed: !answers.includes(null) };
}

function imageOf({ containerName, image, imageDigest }: ContainerImage): RunningImage {
  return runningImage(containerName, image, imageDigest);
}
