import type { Json, JsonObject, RevisionArtifact } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { launchOf } from '../service/launch-of.ts';
import { planTasks, type TaskPlanning, type TaskPlans, type TaskTarget } from '../tasks/plan-tasks.ts';
import type { TargetPlan } from './plan-target.ts';

/**
 * The one-off tasks around the rollouts of these targets. None is run for revisions that are there already: most of what
 * goes before a rollout must not run for a release that goes back.
 */
export function tasksOf(
  targets: readonly TargetPlan[],
  revisions: readonly RevisionArtifact[],
  planning: TaskPlanning & { readonly facts: Pick<EcsFacts, 'services'> },
): TaskPlans {
  if (planning.request.revisions !== undefined) return { steps: [], notes: [], warnings: [] };
  const byTarget = new Map(revisions.map((revision) => [revision.target, revision]));
  const seen = targets.map((plan): TaskTarget => {
    const { target, action, definition, settings } = plan;
    const revision = byTarget.get(target.id)?.taskDefinition ?? '';
    return {
      target,
      rollout: rolloutOf(action),
      revision: revision as Json,
      existing: typeof revision === 'string' ? revision : null,
      definition,
      launch: launchAfter(planning.facts.services[target.id]?.launch ?? {}, launchOf(settings.send)),
    };
  });
  return planTasks(seen, planning);
}

/** As the service will be once it is updated: a task before that runs where the new ones will. */
function launchAfter({ launchType, ...now }: JsonObject, written: JsonObject): JsonObject {
  const moved = 'capacityProviderStrategy' in written || launchType === undefined;
  return { ...(moved ? {} : { launchType }), ...now, ...written };
}

function rolloutOf(action: TargetPlan['action']): TaskTarget['rollout'] {
  if (action === 'deploy' || action === 'create' || action === 'redeploy') return 'takes-over';
  return action === 'watch' ? 'rolls-out' : 'stays';
}
