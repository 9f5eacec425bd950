import { relative } from 'node:path';
import {
  applyPlan,
  createRunId,
  type Report,
  type RunEvent,
  type RunnablePlan,
  reduceReport,
  type World,
} from '@funade/core';
import { type Journal, startJournal } from '@funade/core/node';
import { reportExitCode } from './exit-code.ts';
import type { Interruption } from './interruption.ts';
import type { RunOptions } from './invocation.ts';
import type { Io } from './io.ts';
import type { Project } from './project.ts';
import { chooseReporter, startReporter } from './reporters/choose-reporter.ts';
import { renderSummary } from './reporters/render-summary.ts';
import { styleOf } from './style.ts';
import { renderWorldState, stepOutputs } from './world-state.ts';

export interface PlanToRun {
  readonly plan: RunnablePlan;
  readonly project: Project;
  readonly world: World;
}

/** Runs a plan, shows it, writes its journal, and says how every target ended. Returns the exit code. */
export async function runPlan(
  { plan, project, world }: PlanToRun,
  options: RunOptions,
  { io, interruption }: { readonly io: Io; readonly interruption: Interruption },
): Promise<number> {
  const runId = createRunId(io.clock.now());
  const name = chooseReporter(options.reporter, io);
  const style = styleOf(io.stderr, io, options.color);
  const reporter = await startReporter(name, { plan, output: io.stderr, style, clock: io.clock, every: io.every }, io);
  const journal = startJournal(project.root, runId, plan);
  const started: RunEvent[] = [];
  interruption.lastWords(() => {
    journal.close();
    io.stderr.write(`\ngave up waiting for what still runs\n${journalText(journal, io)}`);
  });
  let report: Report;
  try {
    report = await applyPlan(plan, world, {
      plugins: project.plugins,
      runId,
      ...(options.concurrency === null ? {} : { concurrency: options.concurrency }),
      onEvent: (event) => {
        journal.write(event);
        if (event.type === 'step-succeeded') started.push(event);
        reporter.event(event);
      },
    });
  } finally {
    await reporter.end();
    journal.close();
  }
  if (name === 'list') io.stderr.write('\n');
  showReport(report, { io, options, json: name === 'json' });
  if (report.interrupted !== null) io.stderr.write(renderWorldState(report, stepOutputs(started)));
  const code = reportExitCode(report);
  if (code !== 0 || journal.error !== null) io.stderr.write(journalText(journal, io));
  return code;
}

/** Says in one line that there is nothing to do. Returns the exit code. */
export function showNothingToDo(
  plan: RunnablePlan,
  { options, io, text }: { readonly options: RunOptions; readonly io: Io; readonly text: string },
): number {
  const json = options.reporter === 'json';
  const output = json || options.json ? io.stderr : io.stdout;
  output.write(`${text}\n`);
  printReport(reduceReport(plan, []), { io, options, json });
  return 0;
}

/** The summary, and on stdout what a program reads. */
function showReport(
  report: Report,
  { io, options, json }: { readonly io: Io; readonly options: RunOptions; readonly json: boolean },
): void {
  const forProgram = json || options.json;
  const output = forProgram ? io.stderr : io.stdout;
  output.write(renderSummary(report, styleOf(output, io, options.color)));
  printReport(report, { io, options, json });
}

function printReport(
  report: Report,
  { io, options, json }: { readonly io: Io; readonly options: RunOptions; readonly json: boolean },
): void {
  if (json) io.stdout.write(`${JSON.stringify({ type: 'report', report })}\n`);
  else if (options.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

function journalText({ file, error }: Journal, { cwd }: Io): string {
  if (error === null) return `journal: ${relative(cwd, file)}\n`;
  return `journal: not complete: ${error instanceof Error ? error.message : String(error)}\n`;
}
