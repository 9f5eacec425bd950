import type { Plan, PlannedTarget, Step } from '@funade/core';
import { formatVersionChange } from '@funade/core';
import { groupNotes } from './group-notes.ts';
import { imageChange, imageChangeText } from './image-change.ts';
import { plainPalette } from './palette.ts';
import { firstUsers, isOfService, ownerless, rollbackOf, untoldChanges } from './plan-parts.ts';
import { changeKind, renderChanges } from './render-change.ts';
import { changesSummary, planSummary, planTitle, releaseName } from './render-plan.ts';
import { printable } from './wrap-text.ts';

export interface MarkdownOptions {
  /**
   * Characters at most, for places that take no more. What does not fit is left out, from the last target upwards, and
   * the text says so. Default 60 000: a comment on GitHub holds 65 536.
   */
  readonly limit?: number;
}

/**
 * A plan as Markdown, for a merge request or a job summary: a table of the targets, what changes folded away, what is
 * left out, and the warnings. Ends with a line break.
 */
export function renderPlanMarkdown(plan: Plan, { limit = 60_000 }: MarkdownOptions = {}): string {
  const start = [...headOf(plan), ...tableOf(plan)].join('\n');
  const end = [...notesOf(plan), ...warningsOf(plan), ...totalsOf(plan)].join('\n');
  const lookup = { steps: new Map(plan.steps.map((step) => [step.id, step])), users: firstUsers(plan) };
  const details = plan.targets.map((target) => detailsOf(plan, target, lookup)).filter((text) => text !== '');
  const shown = fitting(details, limit - start.length - end.length - 200);
  const missing = details.length - shown.length;
  const more =
    missing === 0
      ? []
      : [
          `_The changes of ${missing} more ${missing === 1 ? 'target' : 'targets'} are left out here; \`funade plan\` shows them._\n`,
        ];
  return `${[start, ...shown, ...more, end]
    .filter((text) => text !== '')
    .join('\n')
    .trimEnd()}\n`;
}

/** The first texts that fit. */
function fitting(texts: readonly string[], room: number): readonly string[] {
  let left = room;
  const first = texts.findIndex((text) => {
    left -= text.length + 1;
    return left < 0;
  });
  return first === -1 ? texts : texts.slice(0, first);
}

function headOf(plan: Plan): readonly string[] {
  const { environment, release, project, steps, id } = plan;
  const name = code(releaseName(release));
  const title =
    plan.revisions !== undefined || (plan.changedSince !== undefined && plan.targets.length === 0)
      ? capital(plainText(steps.length === 0 ? planSummary(plan) : planTitle(plan)))
      : steps.length === 0
        ? `Nothing to do: ${code(environment.name)} is already at ${name}`
        : `Deploy ${name} of ${plainText(project)} to ${code(environment.name)}`;
  const about = [
    ...(release.shortCommit === '' ? [] : [`commit ${code(release.shortCommit)}`]),
    `account ${environment.account}`,
    environment.region,
    `plan ${code(id.slice(0, 12))}`,
  ];
  const also = ownerless(plan).map((step) => `- ${plainText(step.title)}`);
  return [`### ${title}`, '', about.join(' · '), '', ...(also.length === 0 ? [] : [...also, ''])];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function tableOf(plan: Plan): readonly string[] {
  if (plan.steps.length === 0) return [];
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const rows = plan.targets.map((target) => {
    const own = target.steps.flatMap((id) => steps.get(id) ?? []);
    const changes = own.filter(isOfService).flatMap((step) => step.changes);
    const images = own.flatMap((step) => step.changes.flatMap((change) => imageChange(change) ?? []));
    const amount = changes.filter((change) => changeKind(change) !== 'kept').length;
    return [
      code(target.id),
      target.version === null ? '' : plainText(formatVersionChange(target.version)),
      images.map((image) => code(imageChangeText(image))).join('<br>'),
      own.length === 0 ? 'nothing to do' : String(amount),
    ];
  });
  return [
    '| target | version | images | changes |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ];
}

interface Lookup {
  readonly steps: ReadonlyMap<string, Step>;
  readonly users: ReadonlyMap<string, string>;
}

function detailsOf(plan: Plan, target: PlannedTarget, { steps, users }: Lookup): string {
  const own = target.steps.flatMap((id) => steps.get(id) ?? []).filter(({ phase }) => phase !== 'session');
  if (own.length === 0) return '';
  const lines = own.flatMap((step, index) => {
    const first = users.get(step.id) ?? target.id;
    const shared = first === target.id ? '' : ` (once, with ${code(first)})`;
    const changes = first === target.id ? untoldChanges(step) : [];
    return [
      `${index + 1}. ${plainText(step.title)}${shared}`,
      ...(changes.length === 0 ? [] : ['', ...diffBlock(step, '   '), '']),
    ];
  });
  const notes = plan.notes.filter(({ label }) => label === target.id);
  return [
    `<details><summary>${html(target.id)}</summary>`,
    '',
    ...lines,
    '',
    ...notes.map(({ text }) => `- ${plainText(text)}`),
    ...rollbackOf(plan.rollback, target.id).map(({ title }) => `- rollback: ${plainText(title)}`),
    '',
    '</details>',
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** A fence is longer than any run of backticks inside. */
function diffBlock(step: Step, indent: string): readonly string[] {
  const page = { colour: plainPalette, width: 120 };
  const lines = renderChanges(untoldChanges(step), page, '').map(signFirst);
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${fence}diff`, ...lines, fence].map((line) => `${indent}${line}`);
}

/** Viewers colour a line of a difference by its first character; `!` is what they know for `~`. */
function signFirst(line: string): string {
  const [, blanks = '', sign = ''] = /^( *)([+~=-]) /.exec(line) ?? [];
  if (sign === '') return line.startsWith(' ') ? line : ` ${line}`;
  return `${sign === '~' ? '!' : sign}${blanks} ${line.slice(blanks.length + 2)}`;
}

function notesOf(plan: Plan): readonly string[] {
  const busy = new Set<string>(plan.targets.filter(({ steps }) => steps.length > 0).map(({ id }) => id));
  const notes = plan.notes.filter(({ label }) => !busy.has(label));
  if (notes.length === 0) return [];
  const lines = groupNotes(notes).map(({ text, others }) =>
    others.length === 0
      ? `- ${plainText(text)}`
      : `- ${plainText(text)}; also applies to ${others.map(code).join(', ')}`,
  );
  return ['**Left out**', '', ...lines, ''];
}

function warningsOf({ warnings }: Plan): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    `**⚠ ${warnings.length === 1 ? 'Warning' : 'Warnings'}**`,
    '',
    ...warnings.map(({ code: name, message }) => `- ${plainText(message)} (${code(name)})`),
    '',
  ];
}

function totalsOf(plan: Plan): readonly string[] {
  if (plan.steps.length === 0) return [];
  const changes = changesSummary(plan);
  return [[planSummary(plan), ...(changes === null ? [] : [changes])].map(plainText).join('; ')];
}

/** Text that Markdown, a table and HTML leave as it is. */
function plainText(text: string): string {
  return html(printable(text).replace(/[\\`*_[\]|~#]/g, '\\$&')).replaceAll('@', '@\u200b');
}

function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
