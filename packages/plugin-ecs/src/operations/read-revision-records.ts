import { isAwsError } from '@funade/aws';
import { isDeployError, type RunContext, type RunningImage } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { recordedTasks } from '../model/task-record.ts';
import { originOf, provenanceOf, recordedRun } from '../task-definition/revision-tags.ts';
import { imagesAsked } from '../task-definition/running-image.ts';
import type { RevisionRecord } from './past-deployments.ts';

/** A revision with the images that it asks for. */
export interface RevisionRead extends RevisionRecord {
  readonly images: readonly RunningImage[];
}

/** Revisions by ARN, and whether the caller may read them. */
export interface RevisionsRead {
  readonly found: ReadonlyMap<string, RevisionRead>;
  readonly allowed: boolean;
}

/** Reads what revisions say of where they come from, each once; those that are deleted are left out. */
export async function readRevisionRecords(
  ecs: Ecs,
  arns: Iterable<string>,
  context: RunContext,
): Promise<RevisionsRead> {
  let allowed = true;
  const read = await settleAll(
    [...new Set(arns)].map(async (arn): Promise<readonly (readonly [string, RevisionRead])[]> => {
      try {
        const { taskDefinition, tags } = await describeTaskDefinition(ecs, arn, context);
        const { registeredBy } = taskDefinition;
        const by = typeof registeredBy === 'string' ? registeredBy : null;
        const images = imagesAsked(taskDefinition);
        const tasks = recordedTasks(tags, context.environment.name);
        const origin = originOf(tags);
        return [[arn, { ...provenanceOf(tags), run: recordedRun(tags), origin, registeredBy: by, tasks, images }]];
      } catch (error) {
        if (!isDeployError(error)) throw error;
        if (isAwsError(error.cause, 'AccessDeniedException')) allowed = false;
        else if (!isAwsError(error.cause, 'ClientException')) throw error;
        return [];
      }
    }),
  );
  return { found: new Map(read.flat()), allowed };
}
