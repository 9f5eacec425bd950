import type { Json, RevisionArtifact } from '@funade/core';
import { planTasks, type TaskPlans } from '../tasks/plan-tasks.ts';
import type { TaskPlanning, TaskTarget } from '../tasks/task-target.ts';
import type { TargetPlan } from './plan-target.ts';

/**
 * The one-off tasks around the rollouts of these targets. None is run for revisions that are there already: most of what
 * goes before a rollout must not run for a release that goes back.
 */
export function tasksOf(
  targets: readonly TargetPlan[],
  revisions: readonly RevisionArtifact[],
  planning: TaskPlanning,
): TaskPlans {
  if (planning.request.revisions !== undefined) return { steps: [], notes: [], warnings: [] };
  const byTarget = new Map(revisions.map((revision) => [revision.target, revision]));
  const seen = targets.map((plan): TaskTarget => {
    const { target, action, definition } = plan;
    const { taskDefinition: revision = '', runs } = byTarget.get(target.id) ?? {};
    return {
      target,
      rollout: rolloutOf(action),
      revision: revision as Json,
      existing: typeof revision === 'string' ? revision : null,
      definition,
      // As its service will be once it is updated: a task before that runs where the new ones will.
      launch: runs?.launch ?? {},
    };
  });
  return planTasks(seen, planning);
}

function rolloutOf(action: TargetPlan['action']): TaskTarget['rollout'] {
  if (action === 'deploy' || action === 'create' || action === 'register' || action === 'redeploy') return 'takes-over';
  return action === 'watch' ? 'rolls-out' : 'stays';
}
