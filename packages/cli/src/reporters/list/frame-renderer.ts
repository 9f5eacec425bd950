import type { Clock } from '@funade/core';
import { type ListrRenderer, type ListrTaskObject, ListrTaskState } from 'listr2';
import type { Io, Output } from '../../model/io.ts';
import type { Style } from '../../render/style.ts';
import { framePainter } from './frame-painter.ts';
import { layoutFrame, type Row, type RowState } from './layout-frame.ts';

/** Milliseconds between two frames. */
const frameMs = 100;

export interface FrameRendererOptions {
  readonly output: Output;
  readonly style: Style;
  readonly clock: Clock;
  readonly every: Io['every'];
  /** A line under the list; empty when there is none. */
  footer(): string;
  /** Called before each frame, for notes that change as time goes by. */
  refresh(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: listr2 writes its tasks so
type AnyTask = ListrTaskObject<any, any, any>;

/**
 * A renderer for listr2 that draws at most ten frames a second, whatever happens in between, and never more than thirty
 * lines; listr2's own draws everything at every event, which takes half a minute of CPU for a hundred services.
 */
export class FrameRenderer implements ListrRenderer {
  static nonTTY = true;
  static rendererOptions: FrameRendererOptions;
  static rendererTaskOptions: Record<string, never>;

  readonly #tasks: readonly AnyTask[];
  readonly #options: FrameRendererOptions;
  readonly #startedAt = new Map<string, number>();
  readonly #painter: ReturnType<typeof framePainter>;
  #tick = 0;
  #stop: () => void = () => undefined;

  constructor(tasks: readonly AnyTask[], options: FrameRendererOptions) {
    this.#tasks = tasks;
    this.#options = options;
    this.#painter = framePainter(options.output);
  }

  render(): void {
    this.#stop = this.#options.every(frameMs, () => this.draw());
  }

  /** Draws one frame now. */
  draw(): void {
    const { output, clock, style, footer, refresh } = this.#options;
    refresh();
    const now = clock.now();
    const rows = this.#tasks.map((task) => this.#targetRow(task, now));
    const lines = layoutFrame(rows, output, { now, tick: this.#tick, style });
    this.#tick += 1;
    this.#painter.draw(footer() === '' ? lines : [...lines, footer()]);
  }

  end(): void {
    this.#stop();
    this.draw();
    this.#painter.end();
  }

  #targetRow(task: AnyTask, now: number): Row {
    const steps = (task.subtasks ?? []).map((step) => this.#stepRow(step, now));
    return { title: task.title ?? '', state: combine(steps), note: '', startedAt: null, steps };
  }

  #stepRow(task: AnyTask, now: number): Row {
    const state = stateOf(task.state);
    if (state === 'running' && !this.#startedAt.has(task.id)) this.#startedAt.set(task.id, now);
    const note = state === 'skipped' ? skipReason(task) : state === 'succeeded' ? '' : (task.output ?? '');
    return { title: task.title ?? '', state, note, startedAt: this.#startedAt.get(task.id) ?? null, steps: [] };
  }
}

function skipReason(task: AnyTask): string {
  const { skip } = task.message;
  return typeof skip === 'string' ? skip : '';
}

function stateOf(state: ListrTaskState): RowState {
  if (state === ListrTaskState.STARTED) return 'running';
  if (state === ListrTaskState.COMPLETED) return 'succeeded';
  if (state === ListrTaskState.FAILED) return 'failed';
  if (state === ListrTaskState.SKIPPED || state === ListrTaskState.CANCELLED) return 'skipped';
  return 'waiting';
}

function combine(steps: readonly Row[]): RowState {
  const states = new Set(steps.map((step) => step.state));
  if (states.has('running')) return 'running';
  if (states.has('failed')) return 'failed';
  if (states.has('skipped')) return 'skipped';
  if (states.has('waiting')) return states.has('succeeded') ? 'running' : 'waiting';
  return 'succeeded';
}
