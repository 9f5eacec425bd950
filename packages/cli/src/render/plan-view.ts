import type {
  ChangedSince,
  FailurePolicy,
  Note,
  Override,
  Plan,
  PlannedStep,
  PlannedTarget,
  StepId,
  VersionChange,
  Warning,
} from '@funade/core';
import { shownOverride } from '@funade/core';
import { type ImageParts, imageChange } from './image-change.ts';
import { rollbackOf, waitSeconds } from './plan-parts.ts';
import { type PlanTotals, planTotals } from './plan-totals.ts';

/** Name and version of the view; the version changes when a field changes its meaning or goes away. */
export const planViewSchema = 'funade.plan/2';

/**
 * A plan for programs that show it or decide about it: what people read, as data. It holds no request bodies and no
 * facts, and what looks like a secret is masked, so it cannot be applied and may be shown. `docs/plan-json.md` says what
 * each field means.
 */
export interface PlanView {
  readonly schema: typeof planViewSchema;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly project: string;
  readonly environment: { readonly name: string; readonly account: string; readonly region: string };
  readonly release: {
    readonly tag: string | null;
    readonly version: string | null;
    readonly branch: string | null;
    readonly commit: string;
    readonly dirty: boolean;
    readonly imageTag: string;
  };
  readonly nothingToDo: boolean;
  readonly totals: PlanTotals;
  readonly targets: readonly TargetView[];
  readonly steps: readonly StepView[];
  /** The rollback, in the order it would run. */
  readonly rollback: readonly StepView[];
  /** Why each target is deployed, or left out, where only those that have changed are; null: all of them are. */
  readonly changedSince: ChangedSince | null;
  /** What the command line sets in the options of targets. */
  readonly overrides: readonly Override[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

export interface TargetView {
  readonly id: string;
  readonly service: string;
  readonly version: Omit<VersionChange, 'target'> | null;
  readonly images: readonly ImageView[];
  readonly steps: readonly StepId[];
  /** The steps of the rollback that change something of it. */
  readonly rollback: readonly StepId[];
  readonly onFailure: FailurePolicy;
  /** Null when nothing is waited for. */
  readonly waitSeconds: number | null;
}

/** A container's image before and after. */
export interface ImageView {
  readonly container: string | null;
  readonly from: ImageParts | null;
  readonly to: ImageParts | null;
  readonly step: VersionChange['step'];
}

/** A step without its request body. */
export type StepView = Omit<PlannedStep, 'input'>;

/** The view of a plan. */
export function planView(plan: Plan): PlanView {
  const { id, createdAt, project, environment, release } = plan;
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return {
    schema: planViewSchema,
    id,
    createdAt,
    project,
    environment: { name: environment.name, account: environment.account, region: environment.region },
    release: {
      tag: release.tag,
      version: release.version,
      branch: release.branch,
      commit: release.commit,
      dirty: release.dirty,
      imageTag: release.imageTag,
    },
    nothingToDo: plan.steps.length === 0,
    totals: planTotals(plan),
    targets: plan.targets.map((target) => targetView(plan, target, steps)),
    steps: plan.steps.map(stepView),
    rollback: plan.rollback.map(stepView),
    changedSince: plan.changedSince ?? null,
    overrides: (plan.overrides ?? []).map(shownOverride),
    notes: plan.notes,
    warnings: plan.warnings,
  };
}

function targetView(plan: Plan, target: PlannedTarget, steps: ReadonlyMap<StepId, PlannedStep>): TargetView {
  const own = target.steps.flatMap((id) => steps.get(id) ?? []);
  return {
    id: target.id,
    service: target.service,
    version: target.version === null ? null : withoutTarget(target.version),
    images: own.flatMap(({ changes }) => changes.flatMap((change) => imageChange(change) ?? [])),
    steps: target.steps,
    rollback: rollbackOf(plan.rollback, target.id).map(({ id }) => id),
    onFailure: target.onFailure,
    waitSeconds: waitSeconds(own),
  };
}

function withoutTarget({ from, to, step }: VersionChange): Omit<VersionChange, 'target'> {
  return { from, to, step };
}

function stepView({ input: _, ...step }: PlannedStep): StepView {
  return step;
}
