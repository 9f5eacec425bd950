import type { Note, Plan, PlannedTarget, Step, Warning } from '@funade/core';
import { formatVersionChange, isRollback } from '@funade/core';
import { groupNotes, repeatedNotes } from './group-notes.ts';
import { type Palette, plainPalette } from './palette.ts';
import { firstUsers, isOfService, ownerless, rollbackOf, untoldChanges } from './plan-parts.ts';
import { planTotals } from './plan-totals.ts';
import { changeKind, type Page, renderChanges } from './render-change.ts';
import { printable, wrapText } from './wrap-text.ts';

export interface RenderOptions {
  /** Default: no colours. Colour never says anything that the text does not. */
  readonly colour?: Palette;
  /** Characters in a line; 0 means unknown. Default 100, at least 30. Words longer than a line stay whole. */
  readonly width?: number;
}

/**
 * A plan for people: per target its steps in the order they run, with what changes, what is left out and why, and the
 * rollback; then what concerns no single target, and the warnings. Ends with a line break.
 */
export function renderPlan(plan: Plan, options: RenderOptions = {}): string {
  const page = pageOf(options);
  const blocks = [
    renderHead(plan, page),
    ...(plan.steps.length === 0 ? [] : renderTargets(plan, page)),
    renderRepeated(plan, page),
    renderLeftOut(plan, page),
    renderWarnings(plan.warnings, page),
    plan.steps.length === 0 ? [] : renderTotals(plan, page),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** The page that options ask for. */
export function pageOf({ colour = plainPalette, width = 100 }: RenderOptions): Page {
  return { colour, width: width > 0 ? Math.max(width, 30) : 100 };
}

/** A plan in one line: what it will do, or that there is nothing to do. */
export function planSummary(plan: Plan): string {
  if (plan.steps.length === 0) {
    if (plan.changedSince !== undefined && plan.targets.length === 0)
      return `nothing to do: nothing that is deployed to ${plan.environment.name} has changed since ${plan.changedSince.ref}`;
    if (plan.revisions === undefined)
      return `nothing to do: ${plan.environment.name} is already at ${releaseName(plan.release)}`;
    return `nothing to ${isRollback(plan) ? 'roll back' : 'do'}: ${revisionsText(plan.revisions)} already`;
  }
  const { warnings } = planTotals(plan);
  return [servicesText(plan), ...imagesText(plan), ...(warnings > 0 ? [count(warnings, 'warning')] : [])].join('; ');
}

/** `3 services: 1 to create, 1 to update, 1 unchanged`. */
function servicesText({ steps, targets }: Plan): string {
  const verbs = new Map(steps.map(({ id, phase, verb }) => [id, phase === 'rollout' ? verb : undefined]));
  const doing = targets.map((target) => {
    if (target.steps.length === 0) return 'unchanged';
    const own = new Set(target.steps.flatMap((id) => verbs.get(id) ?? []));
    if (own.has('create')) return 'to create';
    return own.has('update') ? 'to update' : 'to deploy';
  });
  const parts = ['to create', 'to update', 'to deploy', 'unchanged'].flatMap((word) => {
    const amount = doing.filter((one) => one === word).length;
    return amount === 0 ? [] : [`${amount} ${word}`];
  });
  return `${count(targets.length, 'service')}: ${parts.join(', ')}`;
}

/** `2 images to build`, `1 image to copy`. */
function imagesText({ steps }: Plan): readonly string[] {
  const verbs = steps.flatMap((step) => (isOfService(step) ? [] : (step.verb ?? [])));
  return [...Map.groupBy(verbs, (verb) => verb)].map(([verb, all]) => `${count(all.length, 'image')} to ${verb}`);
}

/** How many differences a plan makes in one line, such as `3 changes: 1 added, 2 changed` or `2 changed`; null when it makes none. */
export function changesSummary(plan: Plan): string | null {
  const { added, changed, removed } = planTotals(plan);
  const all = added + changed + removed;
  if (all === 0) return null;
  const parts = Object.entries({ added, changed, removed }).flatMap(([word, amount]) =>
    amount > 0 ? [`${amount} ${word}`] : [],
  );
  return parts.length === 1 ? parts.join() : `${count(all, 'change')}: ${parts.join(', ')}`;
}

/** What is shipped, by the name that people know. */
export function releaseName({ tag, branch, shortCommit }: Plan['release']): string {
  return tag ?? branch ?? shortCommit;
}

/** What a plan with steps is about. */
export function planTitle(plan: Plan): string {
  const { project, environment, release, revisions } = plan;
  if (isRollback(plan))
    return `roll back ${project} in ${environment.name}${release.tag === null ? '' : ` to ${release.tag}`}`;
  if (revisions !== undefined && release.tag === null)
    return `deploy earlier revisions of ${project} to ${environment.name}`;
  const commit = release.shortCommit === '' ? '' : ` (${release.shortCommit})`;
  return `deploy ${releaseName(release)}${commit} of ${project} to ${environment.name}`;
}

/** `api@production runs shop-api:12 (v1.2.0)`. */
function revisionsText(revisions: NonNullable<Plan['revisions']>): string {
  return Object.entries(revisions)
    .map(([target, { revision, release }]) => `${target} runs ${revision}${release === null ? '' : ` (${release})`}`)
    .join(', ');
}

function renderHead(plan: Plan, { colour, width }: Page): readonly string[] {
  const { environment, steps } = plan;
  const title = steps.length === 0 ? planSummary(plan) : planTitle(plan);
  const about = [`account ${environment.account}`, environment.region, `plan ${plan.id.slice(0, 12)}`];
  const sessions = steps.filter(({ phase }) => phase === 'session');
  return [
    ...wrapText(printable(title), width).map(colour.bold),
    ...wrapText(about.join(' · '), width).map(colour.dim),
    ...sessions.flatMap(({ title }) => hanging('first ', title, { colour, width })),
    ...ownerless(plan).flatMap(({ title }) => hanging('also  ', title, { colour, width })),
  ];
}

function renderTargets(plan: Plan, page: Page): readonly (readonly string[])[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const firstUser = firstUsers(plan);
  return plan.targets.map((target) => {
    const own = target.steps.flatMap((id) => steps.get(id) ?? []).filter(({ phase }) => phase !== 'session');
    const digits = String(own.length).length;
    return [
      [page.colour.bold(page.colour.cyan(target.id)), ...versionTexts(target)].join('  '),
      ...own.flatMap((step, index) => {
        const first = firstUser.get(step.id) ?? target.id;
        return renderStep(step, {
          page,
          mark: `  ${String(index + 1).padStart(digits)}  `,
          sharedWith: first === target.id ? null : first,
        });
      }),
      ...noteTexts(plan, target, own.length === 0).flatMap((text) => hanging('  –  ', text, page)),
      ...rollbackOf(plan.rollback, target.id).flatMap(({ title }) => hanging('  ↩  ', `rollback: ${title}`, page)),
    ];
  });
}

function renderStep(
  step: Step,
  { page, mark, sharedWith }: { readonly page: Page; readonly mark: string; readonly sharedWith: string | null },
): readonly string[] {
  if (sharedWith !== null) return hanging(mark, `${step.title} (once, with ${sharedWith})`, page).map(page.colour.dim);
  return [...hanging(mark, step.title, page), ...renderChanges(untoldChanges(step), page, ' '.repeat(mark.length + 2))];
}

/** Reasons that concern no target of the plan, such as an image that is there already. */
function renderLeftOut(plan: Plan, page: Page): readonly string[] {
  const targets = new Set<string>(plan.steps.length === 0 ? [] : plan.targets.map((target) => target.id));
  const notes = plan.notes.filter(({ label }) => !targets.has(label));
  if (notes.length === 0) return [];
  return [page.colour.bold('left out'), ...notesLines(notes, page)];
}

function renderWarnings(warnings: readonly Warning[], page: Page): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    page.colour.bold(page.colour.yellow(warnings.length === 1 ? 'warning' : 'warnings')),
    ...warnings.flatMap(({ code, message }) => hanging('  !  ', `${message} [${code}]`, page).map(page.colour.yellow)),
  ];
}

function renderTotals(plan: Plan, { colour, width }: Page): readonly string[] {
  const changes = changesSummary(plan);
  return [planSummary(plan), ...(changes === null ? [] : [changes]), ...legend(plan)]
    .flatMap((line) => wrapText(line, width))
    .map(colour.dim);
}

/** What the signs before changes mean, those alone that stand there. */
function legend({ steps }: Plan): readonly string[] {
  const kinds = new Set(steps.flatMap((step) => untoldChanges(step).map(changeKind)));
  const meanings = { added: '+ added', changed: '~ changed', removed: '- removed', kept: '= kept' } as const;
  const told = (Object.keys(meanings) as (keyof typeof meanings)[]).filter((kind) => kinds.has(kind));
  return told.length === 0 ? [] : [`signs: ${told.map((kind) => meanings[kind]).join(' · ')}`];
}

/** Notes of targets with something to do that many of them have. */
function notesOfMany({ notes, targets }: Plan): readonly Note[] {
  const busy = new Set<string>(targets.filter(({ steps }) => steps.length > 0).map(({ id }) => id));
  return repeatedNotes(notes.filter(({ label }) => busy.has(label)));
}

function renderRepeated(plan: Plan, page: Page): readonly string[] {
  const repeated = notesOfMany(plan);
  if (repeated.length === 0) return [];
  return [page.colour.bold('of several services'), ...notesLines(repeated, page)];
}

function notesLines(notes: readonly Note[], page: Page): readonly string[] {
  return groupNotes(notes).flatMap(({ text, others }) => [
    ...hanging('  –  ', text, page),
    ...(others.length === 0 ? [] : hanging('     ', `also applies to ${others.join(', ')}`, page)),
  ]);
}

/** What is said about a target; of one with nothing to do the first is the reason. */
function noteTexts(plan: Plan, { id }: PlannedTarget, idle: boolean): readonly string[] {
  const repeated = new Set(idle ? [] : notesOfMany(plan));
  const texts = plan.notes.filter((note) => note.label === id && !repeated.has(note)).map(({ text }) => text);
  if (!idle) return texts;
  const [reason, ...more] = texts;
  return [reason === undefined ? 'nothing to do' : `nothing to do: ${reason}`, ...more];
}

function versionTexts({ version }: PlannedTarget): readonly string[] {
  return version === null ? [] : [printable(formatVersionChange(version))];
}

function hanging(mark: string, text: string, { width }: Page): readonly string[] {
  return wrapText(printable(text), width - mark.length).map((line, index) =>
    index === 0 ? `${mark}${line}` : `${' '.repeat(mark.length)}${line}`,
  );
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
