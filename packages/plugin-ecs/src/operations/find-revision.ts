import { isAwsError } from '@funade/aws';
import { isDeployError, type JsonObject, type RunContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listNewest } from '../api/list-revisions.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { imagesAsked } from '../task-definition/running-image.ts';

/** Active revisions that are looked at for a release, newest first. */
const deepest = 50;

/** The task definition of this name, raw; null: there is none. Throws what else AWS refuses. */
export async function findDefinition(ecs: Ecs, name: string, context: RunContext): Promise<JsonObject | null> {
  try {
    return (await describeTaskDefinition(ecs, name, context)).taskDefinition;
  } catch (error) {
    if (isDeployError(error) && isAwsError(error.cause, 'ClientException')) return null;
    throw error;
  }
}

/** The newest active revision of a family that is of a release, by its tags or those of its images; null: none is. */
export async function findRelease(
  ecs: Ecs,
  {
    family,
    release,
    containers,
  }: { readonly family: string; readonly release: string; readonly containers: ReadonlySet<string> },
  context: RunContext,
): Promise<JsonObject | null> {
  for (const arn of await listNewest(ecs, { family, depth: deepest }, context)) {
    const { taskDefinition, tags } = await describeTaskDefinition(ecs, arn, context);
    const found = provenanceOf(tags).release ?? releaseOfImages(imagesAsked(taskDefinition), containers);
    if (found === release) return taskDefinition;
  }
  return null;
}
