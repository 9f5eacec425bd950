import type { RunContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import type { Arrival } from '../model/moved-errors.ts';
import { revisionName } from '../model/revision-name.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';

/** What is known of a deployment that came from elsewhere: its revision, and what that says of who made it. Never throws for what may not be read. */
export async function readArrival(
  ecs: Ecs,
  { id, taskDefinition }: Pick<DeploymentView, 'id' | 'taskDefinition'>,
  context: RunContext,
): Promise<Arrival> {
  const unknown = { deploymentId: id, taskDefinition: revisionName(taskDefinition) };
  try {
    const described = await describeTaskDefinition(ecs, taskDefinition, context);
    const { registeredBy } = described.taskDefinition;
    return {
      ...unknown,
      ...provenanceOf(described.tags),
      registeredBy: typeof registeredBy === 'string' ? registeredBy : null,
    };
  } catch {
    return { ...unknown, release: null, commit: null, registeredBy: null };
  }
}
