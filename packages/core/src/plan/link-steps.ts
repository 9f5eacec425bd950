import { refsIn } from '../model/ref.ts';
import { isEarlier, phases, type Step, type StepId } from '../model/step.ts';

/** Every step also `needs` the steps whose outputs it refers to; only those in `among`, when it is given. */
export function withReferencedNeeds<S extends Step>(steps: readonly S[], among?: ReadonlySet<string>): readonly S[] {
  return steps.map((step) => {
    const needs = new Set<string>(step.needs);
    for (const { $ref } of refsIn(step.input)) if (among?.has($ref[0]) !== false) needs.add($ref[0]);
    return needs.size === step.needs.length ? step : { ...step, needs: [...needs] };
  });
}

/** Every step also `needs` the steps that say they are `neededBy` it. */
export function withDependents<S extends Step>(steps: readonly S[]): readonly S[] {
  const before = new Map<StepId, StepId[]>();
  for (const { id, neededBy = [] } of steps) {
    for (const other of neededBy) before.set(other, [...(before.get(other) ?? []), id]);
  }
  return before.size === 0 ? steps : steps.map((step) => linkedTo(step, before.get(step.id) ?? [], []));
}

/**
 * The steps without those that only prove who we are for nobody: a `session` step that no other step needs. Every other step
 * stays, whether or not one stands on it.
 */
export function withoutIdleSessions<S extends Step>(steps: readonly S[]): readonly S[] {
  const roots = steps.filter(({ phase }) => phase !== 'session').map(({ id }) => id);
  const kept = closureOf(steps, roots);
  if (kept.size === steps.length) return steps;
  return steps
    .filter(({ id }) => kept.has(id))
    .map((step) => (step.after.every((id) => kept.has(id)) ? step : withoutAfter(step, kept)));
}

function withoutAfter<S extends Step>(step: S, kept: ReadonlySet<StepId>): S {
  return { ...step, after: step.after.filter((id) => kept.has(id)) };
}

/** A step with what is added to it. */
export function linkedTo<S extends Step>(step: S, needs: Iterable<StepId>, after: Iterable<StepId>): S {
  const allNeeds = new Set([...step.needs, ...needs]);
  const allAfter = new Set([...step.after, ...after]);
  if (allNeeds.size === step.needs.length && allAfter.size === step.after.length) return step;
  return { ...step, needs: [...allNeeds], after: [...allAfter] };
}

/** Steps by phase, for each target those that belong to it or to the environment. Phases without steps are left out. */
export function phasesOfTargets<S extends Step>(steps: readonly S[]): readonly (readonly (readonly S[])[])[] {
  const shared = steps.filter(({ targets }) => targets.length === 0);
  const own = new Map<string, S[]>();
  for (const step of steps) {
    for (const target of step.targets) {
      const known = own.get(target);
      if (known === undefined) own.set(target, [step]);
      else known.push(step);
    }
  }
  const lives = own.size === 0 ? [shared] : [...own.values()].map((mine) => [...mine, ...shared]);
  return lives.map((life) => {
    const byPhase = Map.groupBy(life, ({ phase }) => phase);
    return phases.flatMap((phase) => {
      const group = byPhase.get(phase);
      return group === undefined ? [] : [group];
    });
  });
}

/** Whether two steps stand in the life of one target. */
export function shareTarget(a: Step, b: Step): boolean {
  if (a.targets.length === 0 || b.targets.length === 0) return true;
  const targets = new Set(a.targets);
  return b.targets.some((target) => targets.has(target));
}

/** Whether a phase is among those that make and hand on what is to run. */
export function makesImages({ phase }: Step): boolean {
  return isEarlier(phase, 'register') && phase !== 'session';
}

/** These steps and every step they need, directly or not. Ids that are not among `steps` are left out. */
export function closureOf(steps: readonly Step[], roots: Iterable<StepId>): ReadonlySet<StepId> {
  return closures(steps)(roots);
}

/** The same for many roots over the same steps. */
export function closures(steps: readonly Step[]): (roots: Iterable<StepId>) => ReadonlySet<StepId> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return (roots) => {
    const found = new Set<StepId>();
    const stack = [...roots];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const step = byId.get(id);
      if (step === undefined || found.has(id)) continue;
      found.add(id);
      stack.push(...step.needs);
    }
    return found;
  };
}
