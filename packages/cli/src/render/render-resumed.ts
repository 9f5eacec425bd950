import {
  durationText,
  type Earlier,
  isRollback,
  type PastRun,
  type Plan,
  type PlannedStep,
  plainLine,
  type RunnablePlan,
} from '@funade/core';

/** A run that is about to be taken up. */
export interface TakenUp {
  readonly run: PastRun;
  readonly plan: RunnablePlan;
  /** The steps that run. */
  readonly steps: readonly PlannedStep[];
  readonly earlier: Earlier;
}

/** A run as people know it: `run 20261123-101112-9f3c2a (v1.2.0 to production)`. */
export function runName({ id, plan, isOperation }: Pick<PastRun, 'id' | 'plan' | 'isOperation'>): string {
  const environment = plan.environment.name;
  if (isOperation) {
    const { operation } = plan as { readonly operation?: string };
    return `run ${id} (${operation} in ${environment})`;
  }
  const { release } = plan as Plan;
  const name = plainLine(release.tag ?? release.imageTag);
  const what = isRollback(plan as Plan)
    ? `rollback${name === '' ? '' : ` to ${name}`} in`
    : `${name === '' ? 'earlier revisions' : name} to`;
  return `run ${id} (${what} ${environment})`;
}

/** What of a run is done and what is left, a line for each target. Ends with a line break. */
export function renderLeft({ run, plan, steps, earlier }: TakenUp, now: number): string {
  const begun = run.events[0]?.at;
  const ago = begun === undefined ? '' : `, started ${durationText(Math.max(0, now - begun))} ago`;
  const left = new Set(steps.map(({ id }) => id));
  const lines = plan.targets
    .filter((target) => target.steps.length > 0)
    .map((target) => {
      const own = plan.steps.filter(({ id, phase }) => target.steps.includes(id) && phase !== 'session');
      const titles = (of: (step: PlannedStep) => boolean): string =>
        own
          .filter(of)
          .map(({ title }) => title)
          .join(', ');
      const done = titles(({ id }) => earlier.done.has(id) && !left.has(id));
      const failed = titles(({ id }) => earlier.failed.has(id));
      const open = titles(({ id }) => left.has(id));
      const parts = [
        ...(done === '' ? [] : [`done: ${done}`]),
        ...(failed === '' ? [] : [`failed: ${failed}`]),
        open === '' ? 'nothing left' : `left: ${open}`,
      ];
      return `  ${plainLine(`${target.id}: ${parts.join('; ')}`)}\n`;
    });
  return `taking up ${runName(run)}${ago}\n${lines.join('')}`;
}
