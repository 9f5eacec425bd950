import type { Plan, Step, StepId } from '@funade/core';

/** The way back of one target: what of it changes something, or all of it where nothing says what it changes. */
export function wayBack(rollback: readonly Step[], target: string): readonly Step[] {
  const own = rollback.filter(({ subject }) => subject.type === 'service' && subject.name === target);
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

/** The longest that a target's rollout is waited for, in seconds; null when nothing waits. */
export function waitSeconds(steps: readonly Step[]): number | null {
  const budgets = steps.flatMap(({ input }) => {
    const budget = input !== null && typeof input === 'object' && 'budgetSeconds' in input ? input.budgetSeconds : null;
    return typeof budget === 'number' ? [budget] : [];
  });
  return budgets.length === 0 ? null : budgets.reduce((sum, budget) => sum + budget, 0);
}
