import { relative } from 'node:path';
import {
  applyPlan,
  createRunId,
  failedForAll,
  jsonText,
  type OperationPlan,
  type Plan,
  plainJson,
  type Report,
  type RunEvent,
  type RunnablePlan,
  reduceReport,
  rollbackPlan,
  steadyClock,
  targetsToTakeBack,
  type World,
  withWayBack,
} from '@funade/core';
import { type Journal, startJournal } from '@funade/core/node';
import { reportExitCode } from '../model/exit-code.ts';
import type { Interruption } from '../model/interruption.ts';
import type { ReporterName, RunOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { styleOf } from '../render/style.ts';
import { renderSummary } from '../reporters/render-summary.ts';
import { chooseReporter, startReporter } from './choose-reporter.ts';
import type { Project } from './project.ts';
import { renderWorldState, stepOutputs } from './world-state.ts';

export interface PlanToRun {
  readonly plan: Plan | OperationPlan;
  readonly project: Project;
  readonly world: World;
}

interface Surroundings {
  readonly io: Io;
  readonly interruption: Interruption;
}

/** Runs a plan, shows it, writes its journal, and says how every target ended. Returns the exit code. */
export async function runPlan(toRun: PlanToRun, options: RunOptions, around: Surroundings): Promise<number> {
  const { io } = around;
  const ran = await runLoop(toRun, options, around);
  const back = await takeBack(toRun, { ran, options }, around);
  const report = plainJson(back === null ? ran.report : withWayBack(toRun.plan, ran.report, back.report));
  if (ran.reporter === 'list') io.stderr.write('\n');
  showReport(report, { io, options, json: ran.reporter === 'json' });
  if (report.interrupted !== null) {
    const left = back === null ? ran : back;
    io.stderr.write(renderWorldState(left.report, stepOutputs(left.succeeded)));
  }
  const code = reportExitCode(report);
  const journals = [ran, ...(back === null ? [] : [back])].map(({ journal }) => journal);
  if (code !== 0 || journals.some(({ error }) => error !== null)) {
    for (const journal of journals) io.stderr.write(journalText(journal, io));
  }
  return code;
}

/** One pass of the engine's loop over a plan. */
interface Ran {
  readonly report: Report;
  readonly journal: Journal;
  readonly succeeded: readonly RunEvent[];
  readonly reporter: Exclude<ReporterName, 'auto'>;
}

async function runLoop(
  { plan, project, world }: Omit<PlanToRun, 'plan'> & { readonly plan: RunnablePlan },
  options: RunOptions,
  { io, interruption }: Surroundings,
): Promise<Ran> {
  const runId = createRunId(io.clock.now(), io.random);
  const name = chooseReporter(options.reporter, io);
  const style = styleOf(io.stderr, io, options.color);
  const reporter = await startReporter(
    name,
    { plan, output: io.stderr, style, clock: steadyClock(io.clock), every: io.every },
    io,
  );
  const journal = startJournal(project.state, runId, plan);
  const succeeded: RunEvent[] = [];
  interruption.lastWords(() => {
    journal.close();
    io.stderr.write(`\ngave up waiting for what still runs\n${journalText(journal, io)}`);
  });
  try {
    const report = await applyPlan(plan, world, {
      plugins: project.plugins,
      runId,
      ...(options.concurrency === null ? {} : { concurrency: options.concurrency }),
      onEvent: (event) => {
        journal.write(event);
        if (event.type === 'step-succeeded') succeeded.push(event);
        reporter.event(event);
      },
    });
    return { report, journal, succeeded, reporter: name };
  } finally {
    await reporter.end();
    journal.close();
  }
}

/** Takes back what a run has changed, where a target failed that takes all back; null where there is nothing to do. */
async function takeBack(
  { plan, project, world }: PlanToRun,
  { ran, options }: { readonly ran: Ran; readonly options: RunOptions },
  around: Surroundings,
): Promise<Ran | null> {
  if (!('rollback' in plan) || ran.report.interrupted !== null) return null;
  const targets = targetsToTakeBack(plan, ran.report);
  if (targets.length === 0) return null;
  const createdAt = new Date(around.io.clock.now()).toISOString();
  const back = rollbackPlan(plan, { targets, outputs: stepOutputs(ran.succeeded), createdAt });
  around.io.stderr.write(`\n${failedForAll(plan, ran.report)} failed: taking back ${targets.join(', ')}\n`);
  return await runLoop({ plan: back, project, world }, options, around);
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
  if (json) io.stdout.write(`${jsonText({ type: 'report', report })}\n`);
  else if (options.json) io.stdout.write(`${jsonText(report, 2)}\n`);
}

function journalText({ file, error }: Journal, { cwd }: Io): string {
  if (error === null) return `journal: ${relative(cwd, file)}\n`;
  return `journal: not complete: ${error instanceof Error ? error.message : String(error)}\n`;
}
