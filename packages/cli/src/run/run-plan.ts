import { relative } from 'node:path';
import {
  applyWithRollback,
  jsonText,
  type OperationPlan,
  openOutcomes,
  type PastRun,
  type Plan,
  plainJson,
  plainLine,
  type Report,
  type RunContext,
  reduceReport,
  reportExitCode,
} from '@funade/core';
import type { Journal } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { RunOptions } from '../model/options.ts';
import { styleOf } from '../render/style.ts';
import { renderSummary } from '../reporters/render-summary.ts';
import { renderInterruptedState } from './interrupted-state.ts';
import type { Project } from './project.ts';
import { openReporting } from './reporting.ts';

export interface PlanToRun {
  readonly plan: Plan | OperationPlan;
  readonly project: Project;
  readonly context: RunContext;
  /** The run that is taken up. Absent: it is a new one. */
  readonly resumed?: PastRun;
}

/** What a plan is run in. */
export interface Surroundings {
  readonly io: Io;
  readonly interruption: Interruption;
}

/** Runs a plan, shows it, writes its journal, and says how every target ended. Returns the exit code. */
export async function runPlan(toRun: PlanToRun, options: RunOptions, around: Surroundings): Promise<number> {
  const { io, interruption } = around;
  const { project, context, plan, resumed } = toRun;
  const reporting = await openReporting({ plugins: project.plugins, context, state: project.state }, options, io);
  const { journals } = reporting.journal;
  interruption.lastWords(() => {
    const [last] = journals.slice(-1);
    last?.close();
    io.stderr.write(
      `\nstopped waiting for steps that are still running\n${last === undefined ? '' : journalText(last, io)}`,
    );
  });
  const { concurrency } = options;
  const ran = await applyWithRollback(plan, context, {
    plugins: project.plugins,
    ...(concurrency === null ? {} : { concurrency }),
    reporters: reporting.reporters,
    ...(resumed === undefined ? {} : { resumed }),
    onRollback: (targets, failed) => {
      io.stderr.write(`\n${failed} failed: rolling back ${targets.join(', ')}\n`);
    },
  });
  const report = plainJson(ran.report);
  if (reporting.shownBy === 'list') io.stderr.write('\n');
  showSummary(report, options, io);
  await reporting.report(report);
  if (report.interrupted !== null) {
    const { last } = ran;
    io.stderr.write(renderInterruptedState(last.report, { outputs: last.outputs, plugins: project.plugins }));
  }
  const code = reportExitCode(report);
  if (code !== 0 || journals.some(({ error }) => error !== null)) {
    for (const journal of journals) io.stderr.write(journalText(journal, io));
    if (isOpen(report)) io.stderr.write(`take this run up with: funade resume ${resumed?.id ?? report.run}\n`);
  }
  return code;
}

/** Whether there is something left to take up. */
function isOpen({ interrupted, targets, rollback }: Report): boolean {
  return interrupted !== null || (rollback ?? { targets }).targets.some(({ outcome }) => openOutcomes.has(outcome));
}

/** Says in one line that there is nothing to do. Returns the exit code. */
export async function showNothingToDo(
  { plan, project, context }: PlanToRun,
  { options, io, text }: { readonly options: RunOptions; readonly io: Io; readonly text: string },
): Promise<number> {
  const reporting = await openReporting({ plugins: project.plugins, context, state: project.state }, options, io);
  const output = options.json || reporting.shownBy === 'json' ? io.stderr : io.stdout;
  output.write(`${text}\n`);
  const report = reduceReport(plan, []);
  if (options.json && reporting.shownBy !== 'json') io.stdout.write(`${jsonText(report, 2)}\n`);
  await reporting.report(report);
  return 0;
}

/** The summary, and with `--json` the report on stdout. */
function showSummary(report: Report, options: RunOptions, io: Io): void {
  const lines = options.reporter === 'json';
  const output = lines || options.json ? io.stderr : io.stdout;
  output.write(renderSummary(report, styleOf(output, io, options.color), output.columns));
  if (options.json && !lines) io.stdout.write(`${jsonText(report, 2)}\n`);
}

function journalText({ file, error }: Journal, { cwd }: Io): string {
  if (error === null) return `journal: ${relative(cwd, file)}\n`;
  return `journal: incomplete: ${plainLine(error instanceof Error ? error.message : String(error))}\n`;
}
