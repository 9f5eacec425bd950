import { jsonText, type OperationPlan } from '@funade/core';
import { pageOf, type RenderOptions } from './render-plan.ts';
import { printable, wrapText } from './wrap-text.ts';

/** What a prune lets go and what stays, and why. Ends with a line break. */
export function renderPrune(plan: OperationPlan, options: RenderOptions = {}): string {
  const { colour, width } = pageOf(options);
  const { environment, project, id } = plan;
  const steps = plan.steps.filter(({ phase }) => phase !== 'session');
  const title =
    steps.length === 0 ? `nothing to prune in ${environment.name}` : `prune ${project} in ${environment.name}`;
  const about = [`account ${environment.account}`, environment.region, `plan ${id.slice(0, 12)}`].join(' · ');
  const digits = String(steps.length).length;
  const hanging = (mark: string, text: string): readonly string[] => {
    const [first = '', ...rest] = wrapText(printable(text), width - mark.length);
    return [`${mark}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)];
  };
  const lines = [
    colour.bold(title),
    colour.dim(about),
    '',
    ...steps.flatMap((step, index) => hanging(`  ${String(index + 1).padStart(digits)}  `, step.title)),
    ...plan.notes.flatMap(({ text }) => hanging(`  ${' '.repeat(digits - 1)}–  `, text)),
    ...plan.warnings.flatMap(({ message, code }) => hanging('  ⚠  ', `${message} [${code}]`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs: what each step lets go, and what is said beside it. */
export function renderPruneJson({ project, environment, id, steps, notes, warnings }: OperationPlan): string {
  const shown = {
    project,
    environment: environment.name,
    plan: id,
    steps: steps
      .filter(({ phase }) => phase !== 'session')
      .map(({ kind, targets, title, input }) => ({ kind, targets, title, input })),
    notes: notes.map(({ targets, text }) => ({ targets, text })),
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  };
  return `${jsonText(shown, 2)}\n`;
}
