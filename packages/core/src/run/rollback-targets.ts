import type { TargetId } from '../model/environment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan, RunnablePlan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';

/** Outcomes that count as a failure for the whole run; what somebody else did to a target does not. */
const failures: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'rolled-back']);

/** Outcomes of targets that may run the new version, or be about to. */
const forward: ReadonlySet<Outcome> = new Set<Outcome>([
  'succeeded',
  'in-progress',
  'failed',
  'cancelled',
  'timed-out',
  'paused',
]);

/** Whether a step that ended so ends the whole run, since every target is then rolled back. */
export function endsRun({ targets }: RunnablePlan, step: PlannedStep, outcome: Outcome): boolean {
  if (!failures.has(outcome) || step.phase === 'finish' || isLeft(step)) return false;
  return targets.some(({ onFailure, steps }) => onFailure === 'rollback-all' && steps.includes(step.id));
}

/** The target because of whose failure every other is rolled back; null when there is none. */
export function failedForAll(plan: RunnablePlan, report: Report): TargetId | null {
  const policies = new Map(plan.targets.map(({ id, onFailure }) => [id, onFailure]));
  const left = new Set(plan.steps.filter((step) => step.phase === 'finish' || isLeft(step)).map(({ id }) => id));
  const failed = report.targets.find(
    ({ id, outcome, failedStep }) =>
      policies.get(id) === 'rollback-all' && failures.has(outcome) && !left.has(failedStep ?? ''),
  );
  return failed?.id ?? null;
}

/** Whether a step says of itself that its targets are left as they are when it fails. */
function isLeft(step: PlannedStep): boolean {
  return provesRollout(step) && step.onFailure === 'leave';
}

/** Whether a step stands after a rollout, or at a stop of it: what it finds is not for the plugin that rolls out. */
function provesRollout({ phase, neededBy = [] }: PlannedStep): boolean {
  return phase === 'after-rollout' || (phase === 'rollout' && neededBy.length > 0);
}

/**
 * The targets that are to be rolled back after a run, by their failure policies: those that it changed and that are not
 * rolled back already. Changed is a target one of whose steps succeeded that a step of the rollback undoes.
 */
export function targetsToRollBack(plan: Plan, report: Report): readonly TargetId[] {
  const succeeded = new Set(report.steps.filter(({ state }) => state === 'succeeded').map(({ id }) => id));
  const changed = new Set(
    plan.rollback.flatMap(({ undoes, targets }) => (undoes !== undefined && succeeded.has(undoes) ? targets : [])),
  );
  const all = failedForAll(plan, report) !== null;
  const alone = all ? new Set<TargetId>() : failedAfterRollout(plan, report);
  return report.targets
    .filter(({ id, outcome }) => changed.has(id) && forward.has(outcome) && (all || alone.has(id)))
    .map(({ id }) => id);
}

/** Targets that a step fails which proves or follows their rollout, and that are to be rolled back then: by its policy, or theirs. */
function failedAfterRollout(plan: Plan, { steps }: Report): ReadonlySet<TargetId> {
  const policies = new Map(plan.targets.map(({ id, onFailure }) => [id, onFailure]));
  const proofs = new Map(plan.steps.filter(provesRollout).map((step) => [step.id, step]));
  const failed = steps.filter(
    ({ id, state, outcome }) => proofs.has(id) && state === 'failed' && failures.has(outcome ?? 'failed'),
  );
  return new Set(
    failed.flatMap(({ id: step, targets }) =>
      targets.filter((id) => (proofs.get(step)?.onFailure ?? policies.get(id)) === 'rollback'),
    ),
  );
}
