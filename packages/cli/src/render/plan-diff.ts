import type { Change, Plan, PlannedTarget } from '@funade/core';
import { isOfService } from './plan-parts.ts';
import { planTotals } from './plan-totals.ts';
import { type PlanView, planView, type TargetView } from './plan-view.ts';

/** Name and version of the difference; the version changes when a field changes its meaning or goes away. */
export const planDiffSchema = 'funade.diff/1';

/** What a plan changes, and nothing of how: `docs/plan-json.md` says what each field means. */
export interface PlanDiff extends Pick<PlanView, 'project' | 'environment' | 'release'> {
  readonly schema: typeof planDiffSchema;
  /** Id of the plan. */
  readonly plan: string;
  /** Whether there is nothing to do. */
  readonly equal: boolean;
  readonly totals: { readonly added: number; readonly changed: number; readonly removed: number };
  readonly targets: readonly TargetDiff[];
}

export interface TargetDiff extends Pick<TargetView, 'id' | 'service' | 'version' | 'images'> {
  readonly equal: boolean;
  /** Of its service and task definition; empty also where something is done without a difference. */
  readonly changes: readonly Change[];
}

/** The difference that a plan makes. */
export function planDiff(plan: Plan): PlanDiff {
  const { id, project, environment, release, targets } = planView(plan);
  const { added, changed, removed } = planTotals(plan);
  return {
    schema: planDiffSchema,
    plan: id,
    project,
    environment,
    release,
    equal: plan.steps.length === 0,
    totals: { added, changed, removed },
    targets: targets.map(({ id, service, version, images }, index) => {
      const planned = plan.targets[index];
      return {
        id,
        service,
        equal: planned === undefined || planned.steps.length === 0,
        version,
        images,
        changes: planned === undefined ? [] : targetChanges(plan, planned),
      };
    }),
  };
}

/** What changes of a target's service and task definition, those that it shares with other targets included. */
export function targetChanges({ steps }: Plan, target: PlannedTarget): readonly Change[] {
  const own = new Set(target.steps);
  return steps.flatMap((step) => (own.has(step.id) && isOfService(step) ? step.changes : []));
}
