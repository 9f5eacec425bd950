import type { OperationPlan } from '@funade/core';
import { plainPalette } from './palette.ts';
import { type Page, renderChanges } from './render-change.ts';
import { breakLine, printable } from './wrap-text.ts';

/** An operation for people: its steps with what they change, what is left out, and the warnings. Ends with a line break. */
export function renderOperation(plan: OperationPlan, page: Page = { colour: plainPalette, width: 100 }): string {
  const { colour, width } = page;
  const wrapped = (text: string): readonly string[] => breakLine(`  ${printable(text)}`, '    ', width);
  const blocks = plan.targets.flatMap(({ id, steps }) => {
    const own = plan.steps.filter((step) => steps.includes(step.id) && step.phase !== 'session');
    const notes = plan.notes.filter(({ targets }) => targets.includes(id));
    const warnings = plan.warnings.filter(({ targets }) => targets.includes(id));
    if (own.length + notes.length + warnings.length === 0) return [];
    return [
      [
        colour.bold(printable(id)),
        ...own.flatMap(({ title, changes }) => [...wrapped(title), ...renderChanges(changes, page, '    ')]),
        ...notes.flatMap(({ text }) => wrapped(text)),
        ...warnings.flatMap(({ message }) => wrapped(`warning: ${message}`).map(colour.yellow)),
      ].join('\n'),
    ];
  });
  return blocks.map((block) => `${block}\n`).join('\n');
}
