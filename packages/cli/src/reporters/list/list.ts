import { plainLastLine, plainLine, type RunEvent, type RunnablePlan, type Step, type StepId } from '@funade/core';
import { Listr, type ListrTask, ListrTaskState } from 'listr2';
import type { Display, DisplayContext } from '../display.ts';
import { type EventHandlers, handleEvent } from '../event-handlers.ts';
import { leftText, newsText, noTimes, type ProgressFacts, progressFacts } from '../progress-facts.ts';
import { FrameRenderer } from './frame-renderer.ts';

type Task = ListrTask<unknown, typeof FrameRenderer>;
type Wrapper = Parameters<Task['task']>[1];

/** One step of the plan; the list shows it under every target that needs it. */
interface Cell {
  readonly ended: PromiseWithResolvers<void>;
  readonly shown: Wrapper[];
  state: ListrTaskState.WAITING | ListrTaskState.STARTED | ListrTaskState.SKIPPED;
  note: string;
  /** When the step stops waiting, and what it waits for leaves its stage. */
  left: Pick<ProgressFacts, 'until' | 'stageUntil'>;
  /** The latest news, beside how the step stands. */
  news: string;
}

/**
 * The list on a terminal: every target with its steps from the start, live.
 *
 * The engine orchestrates; the tasks of listr2 only wait for its events, and `FrameRenderer` draws them.
 */
export function listDisplay(context: DisplayContext): Display {
  const { plan, ...rest } = context;
  const steps = new Map<StepId, Step>(plan.steps.map((step) => [step.id, step]));
  const cells = new Map<StepId, Cell>(plan.steps.map((step) => [step.id, newCell()]));
  const leaving = new Set<StepId>();
  let footer = '';

  const refresh = (): void => {
    for (const cell of cells.values()) if (cell.left.until !== null) show(cell, context.clock.now());
  };
  const task = (id: StepId): Task => ({
    title: plainLine(steps.get(id)?.title ?? id),
    task: async (_, wrapper) => {
      const cell = cells.get(id);
      if (cell === undefined) return;
      cell.shown.push(wrapper);
      show(cell, context.clock.now());
      await cell.ended.promise;
    },
  });
  const list = new Listr<unknown, typeof FrameRenderer>(
    rowsOf(plan).map(({ title, steps: own }) => ({
      title,
      task: (_, wrapper) => wrapper.newListr(own.map(task), { concurrent: true, exitOnError: false }),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: FrameRenderer,
      rendererOptions: { ...rest, footer: () => footer, refresh },
    },
  );
  const running = list.run();

  const change = (id: StepId, state: Cell['state'], note: string): Cell['ended'] | undefined => {
    const cell = cells.get(id);
    if (cell === undefined) return undefined;
    cell.state = state;
    if (note !== '') cell.note = note;
    show(cell, context.clock.now());
    return cell.ended;
  };
  const progress = ({ step, message, data }: Extract<RunEvent, { type: 'step-progress' }>): void => {
    const cell = cells.get(step);
    const { isNews, ...left } = progressFacts(data);
    if (cell !== undefined && isNews) cell.news = newsText(plainLine(message));
    else if (cell !== undefined) cell.left = left;
    change(step, STARTED, isNews && cell?.note !== '' ? '' : newsText(plainLine(message)));
  };
  const settle = (step: StepId): void => {
    const cell = cells.get(step);
    if (cell !== undefined) Object.assign(cell, { left: noTimes, news: '' });
  };
  const { STARTED, SKIPPED } = ListrTaskState;
  const handlers: EventHandlers = {
    'run-started': () => undefined,
    'step-started': ({ step }) => change(step, STARTED, ''),
    'step-progress': progress,
    'step-output': ({ step, line }) => change(step, STARTED, plainLastLine(line)),
    'step-warned': () => undefined,
    'run-warned': () => undefined,
    'step-succeeded': ({ step, goesOn }) => {
      if (goesOn !== undefined) leaving.add(step);
      settle(step);
      change(step, STARTED, '')?.resolve();
    },
    'step-failed': ({ step, error }) => {
      settle(step);
      change(step, STARTED, plainLine(error.message.split('\n')[0] ?? ''))?.reject(new Error(error.message));
    },
    'step-skipped': ({ step, because }) => {
      const reason =
        because === null
          ? 'not started'
          : leaving.has(because)
            ? 'left out: the rollout is still in progress'
            : plainLine(`${steps.get(because)?.title ?? because} failed`);
      change(step, SKIPPED, reason)?.resolve();
    },
    'run-interrupted': ({ signal }) => {
      footer = `interrupted by ${signal}: stopping; repeat it to stop immediately`;
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

/** The targets that have steps, and the environment with those that belong to none of them. */
function rowsOf({ targets, steps, environment }: RunnablePlan): readonly { title: string; steps: readonly StepId[] }[] {
  const owned = new Set(targets.flatMap((target) => target.steps));
  const others = steps.filter(({ id }) => !owned.has(id)).map(({ id }) => id);
  return [
    ...targets.filter((target) => target.steps.length > 0).map(({ id, steps }) => ({ title: id, steps })),
    ...(others.length === 0 ? [] : [{ title: environment.name, steps: others }]),
  ];
}

function newCell(): Cell {
  const ended = Promise.withResolvers<void>();
  // Nobody may be waiting yet when a step fails.
  ended.promise.catch(() => undefined);
  return { ended, shown: [], state: ListrTaskState.WAITING, note: '', left: noTimes, news: '' };
}

/** Brings listr2's tasks to where the step is. listr2 calls a task started as soon as it waits for it. */
function show(cell: Cell, now: number): void {
  for (const wrapper of cell.shown) {
    if (cell.state === ListrTaskState.SKIPPED) {
      wrapper.skip(cell.note);
      continue;
    }
    if (wrapper.task.state !== cell.state) wrapper.task.state$ = cell.state;
    const news = cell.news === '' ? '' : ` · ${cell.news}`;
    if (cell.note !== '') wrapper.task.output$ = `${cell.note}${leftText(cell.left, now)}${news}`;
  }
}
