import type { JsonObject } from '@funade/core';
import type { Broken } from '../model/broken.ts';
import type { Recording, Removal, ServiceSight } from '../model/recording.ts';
import { deploymentIdOf, objects, text } from './steps-of.ts';

/** The fourth invariant: nothing that serves, or is needed for a rollback, is deregistered or deleted. */
export function checkRemovals(recording: Recording): readonly Broken[] {
  return recording.removals.flatMap((removal) =>
    revisionsOf(removal).flatMap((revision) => {
      const needed = removal.sights.map((sight) => neededBy(recording, sight, revision)).find((why) => why !== null);
      const rule = 'what is needed is not removed';
      return needed == null
        ? []
        : [
            {
              invariant: 4 as const,
              rule,
              text: `${removal.operation} of ${revision}: ${needed}`,
              process: removal.process,
            },
          ];
    }),
  );
}

function revisionsOf({ body }: Removal): readonly string[] {
  const { taskDefinition, taskDefinitions } = body;
  return [taskDefinition, ...((taskDefinitions ?? []) as readonly JsonObject[])].filter(
    (each) => typeof each === 'string',
  );
}

function neededBy(
  { revisions }: Recording,
  { seen, deployments, service }: ServiceSight,
  revision: string,
): string | null {
  const runs = objects(seen ?? undefined, 'deployments').find(({ taskDefinition }) => taskDefinition === revision);
  if (runs !== undefined) return `${service} runs it in ${String(runs.id)}`;
  const current = text(seen ?? undefined, 'taskDefinition');
  const back = deployments
    .filter(({ status }) => status === 'SUCCESSFUL')
    .map((each) => revisions.get(deploymentIdOf(each)))
    .find((each) => each !== undefined && each !== current);
  return back === revision ? `a rollback of ${service} would go back to it` : null;
}
