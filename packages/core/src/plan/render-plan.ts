import type { Json } from '../json.ts';
import { formatVersionChange } from '../release/version-order.ts';
import { type Palette, plainPalette } from './palette.ts';
import type { Plan, PlannedTarget } from './plan.ts';
import type { Warning } from './plugin.ts';
import type { Change, Step, StepId } from './step.ts';
import { printable, wrapText } from './wrap-text.ts';

export interface RenderOptions {
  /** Default: no colours. Colour never says anything that the text does not. */
  readonly colour?: Palette;
  /** Characters in a line; 0 means unknown. Default 100, at least 30. Words longer than a line stay whole. */
  readonly width?: number;
}

/**
 * A plan for people: per target its steps in the order they run, with what changes, what is left out and why, and the
 * way back; then what concerns no single target, and the warnings. Ends with a line break.
 */
export function renderPlan(plan: Plan, { colour = plainPalette, width = 100 }: RenderOptions = {}): string {
  const page: Page = { colour, width: width > 0 ? Math.max(width, 30) : 100 };
  const blocks = [
    renderHead(plan, page),
    ...(plan.steps.length === 0 ? [] : renderTargets(plan, page)),
    renderLeftOut(plan, page),
    renderWarnings(plan.warnings, page),
    plan.steps.length === 0 ? [] : [colour.dim(planSummary(plan))],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** A plan in one line: what it will do, or that there is nothing to do. */
export function planSummary({ steps, targets, warnings, release, environment }: Plan): string {
  if (steps.length === 0) return `nothing to do: ${environment.name} is at ${releaseName(release)} already`;
  const idle = targets.filter((target) => target.steps.length === 0).length;
  return [
    `${count(targets.length - idle, 'target')} to deploy`,
    ...(idle > 0 ? [`${idle} with nothing to do`] : []),
    count(steps.length, 'step'),
    ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : []),
  ].join(', ');
}

interface Page {
  readonly colour: Palette;
  readonly width: number;
}

function renderHead(plan: Plan, { colour, width }: Page): readonly string[] {
  const { environment, release, steps } = plan;
  const title =
    steps.length === 0
      ? planSummary(plan)
      : `deploy ${releaseName(release)} (${release.shortCommit}) of ${plan.project} to ${environment.name}`;
  const about = [`account ${environment.account}`, environment.region, `plan ${plan.id.slice(0, 12)}`];
  const environmentSteps = steps.filter((step) => step.subject.type === 'environment');
  return [
    ...wrapText(printable(title), width).map(colour.bold),
    ...wrapText(about.join(' · '), width).map(colour.dim),
    ...environmentSteps.flatMap((step) => hanging('first ', step.title, { colour, width })),
  ];
}

function renderTargets(plan: Plan, page: Page): readonly (readonly string[])[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const firstUser = new Map<StepId, PlannedTarget>();
  for (const target of plan.targets) {
    for (const id of target.steps) if (!firstUser.has(id)) firstUser.set(id, target);
  }
  return plan.targets.map((target) => {
    const own = target.steps.flatMap((id) => steps.get(id) ?? []).filter((step) => step.subject.type !== 'environment');
    const digits = String(own.length).length;
    return [
      [page.colour.bold(page.colour.cyan(target.id)), ...versionTexts(target)].join('  '),
      ...own.flatMap((step, index) => {
        const first = firstUser.get(step.id) ?? target;
        return renderStep(step, {
          page,
          mark: `  ${String(index + 1).padStart(digits)}  `,
          sharedWith: first === target ? null : first.id,
        });
      }),
      ...(own.length === 0 ? hanging('  –  ', 'nothing to do', page) : []),
      ...notesOf(plan, target.id).flatMap((text) => hanging('  –  ', text, page)),
      ...wayBack(plan.rollback, target.id).flatMap((text) => hanging('  ↩  ', `way back: ${text}`, page)),
    ];
  });
}

function renderStep(
  step: Step,
  { page, mark, sharedWith }: { readonly page: Page; readonly mark: string; readonly sharedWith: string | null },
): readonly string[] {
  if (sharedWith !== null) return hanging(mark, `${step.title} (once, with ${sharedWith})`, page).map(page.colour.dim);
  return [...hanging(mark, step.title, page), ...step.changes.flatMap((change) => renderChange(change, page))];
}

function renderChange({ path, from, to }: Change, { colour, width }: Page): readonly string[] {
  const indent = '       ';
  const [sign, paint] =
    from === null
      ? (['+', colour.green] as const)
      : to === null
        ? (['-', colour.red] as const)
        : (['~', colour.yellow] as const);
  const values = [from, to].filter((value) => value !== null).map(valueText);
  const line = `${indent}${sign} ${printable(path)}: ${values.join(' → ')}`;
  if (line.length <= width) return [paint(line)];
  return [
    `${indent}${sign} ${printable(path)}:`,
    ...values.map((value, index) => `${indent}    ${index > 0 ? '→ ' : values.length > 1 ? '  ' : ''}${value}`),
  ].map(paint);
}

/** Reasons that concern no target of the plan, such as an image that is there already. */
function renderLeftOut(plan: Plan, page: Page): readonly string[] {
  const targets = new Set<string>(plan.steps.length === 0 ? [] : plan.targets.map((target) => target.id));
  const notes = plan.notes.filter(({ subject }) => !(subject.type === 'service' && targets.has(subject.name)));
  if (notes.length === 0) return [];
  return [page.colour.bold('left out'), ...notes.flatMap(({ text }) => hanging('  –  ', text, page))];
}

function renderWarnings(warnings: readonly Warning[], page: Page): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    page.colour.bold(page.colour.yellow(warnings.length === 1 ? 'warning' : 'warnings')),
    ...warnings.flatMap(({ code, message }) => hanging('  !  ', `${message} [${code}]`, page).map(page.colour.yellow)),
  ];
}

function notesOf(plan: Plan, target: string): readonly string[] {
  return plan.notes
    .filter(({ subject }) => subject.type === 'service' && subject.name === target)
    .map(({ text }) => text);
}

/** What of the way back changes something: waits are left to the steps themselves. */
function wayBack(rollback: readonly Step[], target: string): readonly string[] {
  const own = rollback.filter(({ subject }) => subject.type === 'service' && subject.name === target);
  const changing = own.filter((step) => step.changes.length > 0);
  return (changing.length > 0 ? changing : own).map((step) => step.title);
}

function versionTexts({ version }: PlannedTarget): readonly string[] {
  return version === null ? [] : [formatVersionChange(version)];
}

function releaseName({ tag, branch, shortCommit }: Plan['release']): string {
  return tag ?? branch ?? shortCommit;
}

function valueText(value: Json): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function hanging(mark: string, text: string, { width }: Page): readonly string[] {
  return wrapText(printable(text), width - mark.length).map((line, index) =>
    index === 0 ? `${mark}${line}` : `${' '.repeat(mark.length)}${line}`,
  );
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
