import type { Step, StepId } from '@funade/core';
import { Listr, type ListrTask, ListrTaskState } from 'listr2';
import { type EventHandlers, handleEvent } from '../event-handlers.ts';
import { plainText } from '../plain-text.ts';
import type { Reporter, ReporterContext } from '../reporter.ts';
import { FrameRenderer } from './frame-renderer.ts';

type Task = ListrTask<unknown, typeof FrameRenderer>;
type Wrapper = Parameters<Task['task']>[1];

/** One step of the plan; the list shows it under every target that needs it. */
interface Cell {
  readonly ended: PromiseWithResolvers<void>;
  readonly shown: Wrapper[];
  state: ListrTaskState.WAITING | ListrTaskState.STARTED | ListrTaskState.SKIPPED;
  note: string;
}

/**
 * The list on a terminal: every target with its steps from the start, live.
 *
 * The engine orchestrates; the tasks of listr2 only wait for its events, and `FrameRenderer` draws them.
 */
export function listReporter(context: ReporterContext): Reporter {
  const { plan, ...rest } = context;
  const steps = new Map<StepId, Step>(plan.steps.map((step) => [step.id, step]));
  const cells = new Map<StepId, Cell>(plan.steps.map((step) => [step.id, newCell()]));
  let footer = '';

  const task = (id: StepId): Task => ({
    title: plainText(steps.get(id)?.title ?? id),
    task: async (_, wrapper) => {
      const cell = cells.get(id);
      if (cell === undefined) return;
      cell.shown.push(wrapper);
      show(cell);
      await cell.ended.promise;
    },
  });
  const list = new Listr<unknown, typeof FrameRenderer>(
    plan.targets
      .filter((target) => target.steps.length > 0)
      .map((target) => ({
        title: target.id,
        task: (_, wrapper) => wrapper.newListr(target.steps.map(task), { concurrent: true, exitOnError: false }),
      })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: FrameRenderer,
      rendererOptions: { ...rest, footer: () => footer },
    },
  );
  const running = list.run();

  const change = (id: StepId, state: Cell['state'], note: string): Cell['ended'] | undefined => {
    const cell = cells.get(id);
    if (cell === undefined) return undefined;
    cell.state = state;
    if (note !== '') cell.note = note;
    show(cell);
    return cell.ended;
  };
  const { STARTED, SKIPPED } = ListrTaskState;
  const handlers: EventHandlers = {
    'run-started': () => undefined,
    'step-started': ({ step }) => change(step, STARTED, ''),
    'step-progress': ({ step, message }) => change(step, STARTED, plainText(message)),
    'step-output': ({ step, line }) => change(step, STARTED, plainText(line)),
    'step-warned': () => undefined,
    'step-succeeded': ({ step }) => change(step, STARTED, '')?.resolve(),
    'step-failed': ({ step, error }) => {
      change(step, STARTED, plainText(error.message.split('\n')[0] ?? ''))?.reject(new Error(error.message));
    },
    'step-skipped': ({ step, because }) => {
      const reason = because === null ? 'not started' : `${steps.get(because)?.title ?? because} failed`;
      change(step, SKIPPED, reason)?.resolve();
    },
    'run-interrupted': ({ signal }) => {
      footer = `interrupted by ${signal}: stopping what runs; once more ends it at once`;
    },
    'run-finished': () => undefined,
  };

  return {
    event: (event) => handleEvent(handlers, event),
    end: async () => {
      for (const cell of cells.values()) cell.ended.resolve();
      await running;
    },
  };
}

function newCell(): Cell {
  const ended = Promise.withResolvers<void>();
  // Nobody may be waiting yet when a step fails.
  ended.promise.catch(() => undefined);
  return { ended, shown: [], state: ListrTaskState.WAITING, note: '' };
}

/** Brings listr2's tasks to where the step is. listr2 calls a task started as soon as it waits for it. */
function show(cell: Cell): void {
  for (const wrapper of cell.shown) {
    if (cell.state === ListrTaskState.SKIPPED) {
      wrapper.skip(cell.note);
      continue;
    }
    if (wrapper.task.state !== cell.state) wrapper.task.state$ = cell.state;
    if (cell.note !== '') wrapper.task.output$ = cell.note;
  }
}
