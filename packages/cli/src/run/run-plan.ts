import { relative } from 'node:path';
import {
  applyPlan,
  createRunId,
  failedForAll,
  type Json,
  jsonText,
  type OperationPlan,
  type Plan,
  plainJson,
  plainLine,
  type Report,
  type RunContext,
  type RunnablePlan,
  reduceReport,
  rollbackPlan,
  type StepId,
  targetsToRollBack,
  withRollback,
} from '@funade/core';
import type { Journal } from '@funade/core/node';
import { reportExitCode } from '../model/exit-code.ts';
import type { Interruption } from '../model/interruption.ts';
import type { RunOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { styleOf } from '../render/style.ts';
import { renderSummary } from '../reporters/render-summary.ts';
import { renderInterruptedState } from './interrupted-state.ts';
import type { Project } from './project.ts';
import { openReporting, type Reporting } from './reporting.ts';

export interface PlanToRun {
  readonly plan: Plan | OperationPlan;
  readonly project: Project;
  readonly context: RunContext;
}

interface Surroundings {
  readonly io: Io;
  readonly interruption: Interruption;
}

/** Runs a plan, shows it, writes its journal, and says how every target ended. Returns the exit code. */
export async function runPlan(toRun: PlanToRun, options: RunOptions, around: Surroundings): Promise<number> {
  const { io, interruption } = around;
  const { project, context, plan } = toRun;
  const reporting = await openReporting({ plugins: project.plugins, context, state: project.state }, options, io);
  const { journals } = reporting.journal;
  interruption.lastWords(() => {
    const [last] = journals.slice(-1);
    last?.close();
    io.stderr.write(
      `\nstopped waiting for steps that are still running\n${last === undefined ? '' : journalText(last, io)}`,
    );
  });
  const ran = await runLoop(toRun, { options, reporting, io });
  const back = await rollBack(toRun, ran, { options, reporting, io });
  const report = plainJson(back === null ? ran.report : withRollback(plan, ran.report, back.report));
  if (reporting.shownBy === 'list') io.stderr.write('\n');
  showSummary(report, options, io);
  await reporting.report(report);
  if (report.interrupted !== null) {
    const left = back ?? ran;
    io.stderr.write(renderInterruptedState(left.report, { outputs: left.outputs, plugins: project.plugins }));
  }
  const code = reportExitCode(report);
  if (code !== 0 || journals.some(({ error }) => error !== null)) {
    for (const journal of journals) io.stderr.write(journalText(journal, io));
  }
  return code;
}

/** One pass of the engine's loop over a plan. */
interface Ran {
  readonly report: Report;
  /** What the steps returned that succeeded. */
  readonly outputs: ReadonlyMap<StepId, Json>;
}

interface Running {
  readonly options: RunOptions;
  readonly reporting: Reporting;
  readonly io: Io;
}

async function runLoop(
  { plan, project, context }: Omit<PlanToRun, 'plan'> & { readonly plan: RunnablePlan },
  { options, reporting, io }: Running,
): Promise<Ran> {
  const outputs = new Map<StepId, Json>();
  const report = await applyPlan(plan, context, {
    plugins: project.plugins,
    runId: createRunId(io.clock.now(), io.random),
    ...(options.concurrency === null ? {} : { concurrency: options.concurrency }),
    reporters: reporting.reporters,
    outputs,
  });
  return { report, outputs };
}

/** Rolls back what a run has changed, by the failure policy of a target that failed; null where there is nothing to do. */
async function rollBack({ plan, project, context }: PlanToRun, ran: Ran, running: Running): Promise<Ran | null> {
  if (!('rollback' in plan) || ran.report.interrupted !== null) return null;
  const targets = targetsToRollBack(plan, ran.report);
  if (targets.length === 0) return null;
  const { io } = running;
  const createdAt = new Date(io.clock.now()).toISOString();
  const back = rollbackPlan(plan, { targets, outputs: ran.outputs, createdAt });
  const failed = failedForAll(plan, ran.report) ?? targets.join(', ');
  io.stderr.write(`\n${failed} failed: rolling back ${targets.join(', ')}\n`);
  return await runLoop({ plan: back, project, context }, running);
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
