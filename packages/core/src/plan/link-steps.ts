import type { Gate } from '../model/plugin.ts';
import { refsIn } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';

/** Every step also `needs` the steps whose outputs it refers to; only those in `among`, when it is given. */
export function withReferencedNeeds(steps: readonly Step[], among?: ReadonlySet<string>): readonly Step[] {
  return steps.map((step) => {
    const needs = new Set<string>(step.needs);
    for (const { $ref } of refsIn(step.input)) if (among?.has($ref[0]) !== false) needs.add($ref[0]);
    return needs.size === step.needs.length ? step : { ...step, needs: [...needs] as StepId[] };
  });
}

/** Every step that a gate holds back also `needs` the step that opens it. */
export function withGates(steps: readonly Step[], gates: readonly Gate[] = []): readonly Step[] {
  if (gates.length === 0) return steps;
  const untils = Map.groupBy(gates, ({ behind }) => behind);
  return steps.map((step) => {
    const more = step.needs.flatMap((id) => (untils.get(id) ?? []).map(({ until }) => until));
    const others = more.filter((id) => id !== step.id);
    return others.length === 0 ? step : { ...step, needs: [...new Set([...step.needs, ...others])] };
  });
}

/**
 * Every step on a service comes after every step on an image, so that all builds and pushes end before the first write
 * to a service. Only the first service steps and the last image steps are linked; the others follow from their needs.
 */
export function withBuildBarrier(steps: readonly Step[]): readonly Step[] {
  const images = steps.filter((step) => step.subject.type === 'image');
  const services = new Set(steps.filter((step) => step.subject.type === 'service').map((step) => step.id));
  const neededByImages = new Set(images.flatMap((step) => step.needs));
  const lastImages = images.map((step) => step.id).filter((id) => !neededByImages.has(id));
  if (lastImages.length === 0) return steps;
  return steps.map((step) =>
    !services.has(step.id) || step.needs.some((id) => services.has(id))
      ? step
      : { ...step, after: [...new Set([...step.after, ...lastImages])] },
  );
}

/** The steps without those on an environment that nothing on an image or a service needs. */
export function withoutIdleSteps(steps: readonly Step[]): readonly Step[] {
  const kept = closureOf(
    steps,
    steps.filter((step) => step.subject.type !== 'environment').map((step) => step.id),
  );
  return steps
    .filter((step) => kept.has(step.id))
    .map((step) =>
      step.after.every((id) => kept.has(id)) ? step : { ...step, after: step.after.filter((id) => kept.has(id)) },
    );
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
