import type { Step, StepId } from '../model/step.ts';
import { linkedTo, makesImages, phasesOfTargets } from './link-steps.ts';

/** What is added to steps, by step id. */
interface Links {
  readonly needs: Map<StepId, Set<StepId>>;
  readonly after: Map<StepId, Set<StepId>>;
}

/**
 * The steps with the order of their phases written down: each `needs` the steps of the phase before, for every target that
 * they share; a `finish` step comes `after` all of them. And all that is made and published comes before the first step on
 * any target that registers or rolls out.
 */
export function withPhases<S extends Step>(steps: readonly S[]): readonly S[] {
  const links: Links = { needs: new Map(), after: new Map() };
  for (const groups of phasesOfTargets(steps)) {
    groups.forEach((group, index) => {
      const before = groups[index - 1];
      if (before === undefined) return;
      if (group[0]?.phase === 'finish') {
        for (const step of group) addAll(links.after, step.id, groups.slice(0, index).flat());
        return;
      }
      const last = lastOf(before);
      for (const step of firstOf(group)) addAll(links.needs, step.id, last);
    });
  }
  addBarrier(steps, links);
  return linked(steps, links);
}

/**
 * The same for a rollback: proving who we are comes first, and phases only say which comes before which. What fails to be
 * undone keeps nothing else from being undone.
 */
export function withRollbackPhases<S extends Step>(steps: readonly S[]): readonly S[] {
  const links: Links = { needs: new Map(), after: new Map() };
  for (const groups of phasesOfTargets(steps)) {
    groups.forEach((group, index) => {
      const before = groups.slice(0, index).flat();
      const sessions = before.filter(({ phase }) => phase === 'session');
      const others = before.filter(({ phase }) => phase !== 'session');
      for (const step of group) {
        addAll(links.needs, step.id, sessions);
        addAll(links.after, step.id, others);
      }
    });
  }
  return linked(steps, links);
}

function linked<S extends Step>(steps: readonly S[], { needs, after }: Links): readonly S[] {
  return steps.map((step) => linkedTo(step, needs.get(step.id) ?? [], after.get(step.id) ?? []));
}

function addBarrier(steps: readonly Step[], links: Links): void {
  const making = steps.filter(makesImages);
  if (making.length === 0) return;
  const inside = new Set(making.map(({ id }) => id));
  // A step that another one needs, and nothing beside it, has ended when that one has: however it went.
  const covered = new Set(
    making.flatMap(({ id, needs }) => {
      const own = [...new Set([...needs, ...(links.needs.get(id) ?? [])])].filter((need) => inside.has(need));
      return own.length === 1 ? own : [];
    }),
  );
  const last = making.filter(({ id }) => !covered.has(id));
  const serving = steps
    .filter(({ phase }) => phase !== 'session' && phase !== 'finish')
    .filter((step) => !makesImages(step));
  const known = new Set(serving.map(({ id }) => id));
  for (const step of serving) {
    const needs = [...step.needs, ...(links.needs.get(step.id) ?? [])];
    if (needs.some((id) => known.has(id))) continue;
    const direct = new Set(needs);
    addAll(
      links.after,
      step.id,
      last.filter(({ id }) => !direct.has(id)),
    );
  }
}

/** Those of a group that no other of it needs. */
function lastOf(group: readonly Step[]): readonly Step[] {
  const needed = new Set(group.flatMap(({ needs }) => needs));
  return group.filter(({ id }) => !needed.has(id));
}

/** Those of a group that need no other of it. */
function firstOf(group: readonly Step[]): readonly Step[] {
  const own = new Set(group.map(({ id }) => id));
  return group.filter(({ needs }) => !needs.some((id) => own.has(id)));
}

function addAll(links: Map<StepId, Set<StepId>>, id: StepId, steps: readonly Step[]): void {
  const known = links.get(id) ?? new Set();
  for (const step of steps) known.add(step.id);
  links.set(id, known);
}
