import type { Plan, Step } from '@funade/core';
import { formatVersionChange, jsonText } from '@funade/core';
import { planDiff, type TargetDiff } from './plan-diff.ts';
import { type Page, renderChanges } from './render-change.ts';
import { changesSummary, pageOf, planSummary, type RenderOptions } from './render-plan.ts';
import { breakLine, printable, wrapText } from './wrap-text.ts';

/** What a plan changes, for people: the differences of each target, and those that have none. Ends with a line break. */
export function renderDiff(plan: Plan, options: RenderOptions = {}): string {
  const page = pageOf(options);
  const { equal, targets } = planDiff(plan);
  if (equal) return `${planSummary(plan)}\n`;
  const same = targets.filter((target) => target.equal).map(({ id }) => id);
  const blocks = [
    ...targets.filter((target) => !target.equal).map((target) => renderTarget(target, plan, page)),
    same.length === 0 ? [] : wrapText(printable(`equal: ${same.join(', ')}`), page.width).map(page.colour.dim),
    [page.colour.dim(changesSummary(plan) ?? 'no changes')],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** The difference of a plan as indented JSON; `docs/plan-json.md` describes it. */
export function renderDiffJson(plan: Plan): string {
  return `${jsonText(planDiff(plan), 2)}\n`;
}

function renderTarget({ id, version, changes }: TargetDiff, plan: Plan, page: Page): readonly string[] {
  const { bold, cyan, dim } = page.colour;
  const used = new Set(plan.targets.find((target) => target.id === id)?.steps);
  const beside = plan.steps.filter((step) => used.has(step.id) && isBeside(step) && step.changes.length > 0);
  const besides = new Set(beside.flatMap((step) => step.changes));
  const own = changes.filter((change) => !besides.has(change));
  return [
    [bold(cyan(printable(id))), ...(version === null ? [] : [printable(formatVersionChange(version))])].join('  '),
    ...(changes.length === 0 ? [dim('  no difference in service or task definition')] : renderChanges(own, page, '  ')),
    ...beside.flatMap((step) => [
      ...breakLine(`  ${printable(step.title)}`, '      ', page.width),
      ...renderChanges(step.changes, page, '    '),
    ]),
  ];
}

/** What runs before or after the rollout has fields of its own, called as those of the service are. */
function isBeside({ phase }: Pick<Step, 'phase'>): boolean {
  return phase === 'before-rollout' || phase === 'after-rollout';
}
