import { isEarlier, type Plan, type PlannedStep, type Step, type StepId, type TargetId } from '@funade/core';

/** The rollback of one target: what of it changes something, or all of it where nothing says what it changes. */
export function rollbackOf(rollback: readonly Step[], target: TargetId): readonly Step[] {
  const own = rollback.filter(({ undoes, targets }) => undoes !== undefined && targets.includes(target));
  const changing = own.filter((step) => step.changes.length > 0);
  return changing.length > 0 ? changing : own;
}

/** What a step changes beyond what its title says. */
export function untoldChanges({ title, changes }: Step): Step['changes'] {
  return changes.filter(({ path, from }) => from !== null || !title.includes(path));
}

/** For each step the first target that uses it; the others share it. */
export function firstUsers(plan: Plan): ReadonlyMap<StepId, string> {
  const users = new Map<StepId, string>();
  for (const target of plan.targets) for (const id of target.steps) if (!users.has(id)) users.set(id, target.id);
  return users;
}

/** The longest that a target is waited for, in seconds; null when nothing waits. */
export function waitSeconds(steps: readonly PlannedStep[]): number | null {
  const deadlines = steps.flatMap(({ deadlineSeconds }) => deadlineSeconds ?? []);
  return deadlines.length === 0 ? null : deadlines.reduce((sum, seconds) => sum + seconds, 0);
}

/** Whether a step is about a target itself, its revision included, and not about the images that it runs. */
export function isOfService({ phase }: Pick<Step, 'phase'>): boolean {
  return !isEarlier(phase, 'register');
}

/** The steps that no target needs and that do more than prove who we are, such as a message at the end. */
export function ownerless(plan: Plan): readonly PlannedStep[] {
  const owned = new Set(plan.targets.flatMap(({ steps }) => steps));
  return plan.steps.filter(({ id, phase }) => phase !== 'session' && !owned.has(id));
}
