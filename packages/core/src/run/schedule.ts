import type { PlannedStep, StepId } from '../model/step.ts';
import { createHeap, type Heap } from '../order/heap.ts';

/** Which steps may start now. A state machine in memory that runs nothing itself. */
export interface Schedule {
  /** Steps taken and not ended yet. */
  readonly running: number;
  /** Steps that neither run nor ended. */
  readonly waiting: number;
  /** Takes the next step that may start now: the first of the plan's order. Null when none may. */
  next(): PlannedStep | null;
  /** Says that a running step succeeded. */
  succeed(id: StepId): void;
  /** Says that a running step failed. Returns the steps that will never start because of it, in the plan's order. */
  fail(id: StepId): readonly PlannedStep[];
  /** Lets nothing more start but `keep`. Returns the steps that had not started and never will, in the plan's order. */
  cancel(keep?: ReadonlySet<StepId>): readonly PlannedStep[];
  /** Steps that never start because they need one that failed before, with that one's id; in the plan's order. */
  readonly skipped: ReadonlyMap<PlannedStep, StepId>;
}

export interface ScheduleOptions {
  /** At most this many steps run at once. */
  readonly concurrency: number;
  /** At most this many steps of a kind run at once. */
  readonly limits?: ReadonlyMap<string, number>;
  /** Kinds whose steps do not count as running: they only watch. */
  readonly uncounted?: ReadonlySet<string>;
  /** Steps that succeeded before and do not run again. */
  readonly done?: ReadonlySet<StepId>;
  /** Steps that failed before and do not run again. */
  readonly failed?: ReadonlySet<StepId>;
}

/**
 * A schedule over steps that stand in an order in which they can run.
 *
 * A step starts once every step it `needs` has succeeded and every step it comes `after` has ended. Among those that may
 * start, the plan's order decides; it keeps the steps of a target together, so a target that has begun goes on first.
 */
export function createSchedule(steps: readonly PlannedStep[], options: ScheduleOptions): Schedule {
  const {
    concurrency,
    limits = new Map<string, number>(),
    done = new Set<StepId>(),
    failed = new Set<StepId>(),
  } = options;
  const counts = (step: PlannedStep): boolean => options.uncounted?.has(step.kind) !== true;
  const nodes = linkNodes(steps);
  const indexes = new Map(nodes.map((node) => [node.step.id, node.index]));
  const ready = new Map<string, { readonly heap: Heap; readonly limit: number; running: number }>();
  let running = 0;
  let counted = 0;
  let waiting = nodes.length;

  const lane = (kind: string) => {
    const known = ready.get(kind);
    if (known !== undefined) return known;
    const made = { heap: createHeap(), limit: limits.get(kind) ?? Number.POSITIVE_INFINITY, running: 0 };
    ready.set(kind, made);
    return made;
  };
  const makeReady = (node: Node): void => {
    if (node.state === 'waiting' && node.open === 0) lane(node.step.kind).heap.push(node.index);
  };
  const end = (node: Node): void => {
    node.state = 'ended';
    for (const dependent of node.dependents) {
      dependent.open -= 1;
      makeReady(dependent);
    }
  };
  const endRunning = (id: StepId): Node => {
    const node = nodes[indexes.get(id) ?? -1];
    if (node?.state !== 'running') throw new RangeError(`step ${id} does not run`);
    running -= 1;
    if (counts(node.step)) counted -= 1;
    lane(node.step.kind).running -= 1;
    return node;
  };

  const leaveOut = (node: Node): void => {
    waiting -= 1;
    node.state = 'ended';
    for (const dependent of node.dependents) dependent.open -= 1;
  };
  const before = new Map<Node, StepId>();
  for (const node of nodes) if (done.has(node.step.id) || failed.has(node.step.id)) leaveOut(node);
  for (const node of nodes) {
    if (failed.has(node.step.id))
      for (const skipped of neededBy(node)) before.set(skipped, before.get(skipped) ?? node.step.id);
  }
  for (const node of before.keys()) leaveOut(node);
  for (const node of nodes) makeReady(node);

  return {
    skipped: new Map([...before].sort(([a], [b]) => a.index - b.index).map(([{ step }, because]) => [step, because])),
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
    next() {
      const full = counted >= concurrency;
      let first: Heap | null = null;
      for (const [kind, { heap, limit, running: busy }] of ready) {
        if (full && options.uncounted?.has(kind) !== true) continue;
        const top = heap.peek();
        if (top !== undefined && busy < limit && top < (first?.peek() ?? Number.POSITIVE_INFINITY)) first = heap;
      }
      const node = nodes[first?.pop() ?? -1];
      if (node === undefined) return null;
      node.state = 'running';
      running += 1;
      if (counts(node.step)) counted += 1;
      waiting -= 1;
      lane(node.step.kind).running += 1;
      return node.step;
    },
    succeed(id) {
      end(endRunning(id));
    },
    fail(id) {
      const failed = endRunning(id);
      const skipped = neededBy(failed);
      for (const node of skipped) node.state = 'ended';
      waiting -= skipped.length;
      for (const node of [failed, ...skipped]) end(node);
      return skipped.sort((a, b) => a.index - b.index).map((node) => node.step);
    },
    cancel(keep = new Set()) {
      const cancelled = nodes.filter((node) => node.state === 'waiting' && !keep.has(node.step.id));
      for (const node of cancelled) leaveOut(node);
      ready.clear();
      for (const node of nodes) {
        if (node.state === 'running') lane(node.step.kind).running += 1;
        makeReady(node);
      }
      return cancelled.map((node) => node.step);
    },
  };
}

interface Node {
  readonly step: PlannedStep;
  readonly index: number;
  /** Steps before this one that have not ended. */
  open: number;
  state: 'waiting' | 'running' | 'ended';
  readonly dependents: Node[];
  readonly hardDependents: Node[];
}

function linkNodes(steps: readonly PlannedStep[]): readonly Node[] {
  const nodes = steps.map(
    (step, index): Node => ({ step, index, open: 0, state: 'waiting', dependents: [], hardDependents: [] }),
  );
  const byId = new Map(nodes.map((node) => [node.step.id, node]));
  for (const node of nodes) {
    const needs = new Set(node.step.needs);
    for (const id of new Set([...needs, ...node.step.after])) {
      const before = byId.get(id);
      if (before === undefined) continue;
      node.open += 1;
      before.dependents.push(node);
      if (needs.has(id)) before.hardDependents.push(node);
    }
  }
  return nodes;
}

/** Every node that cannot start once this one failed. */
function neededBy(failed: Node): Node[] {
  const found = new Set<Node>();
  const stack = [failed];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const dependent of node.hardDependents) {
      if (dependent.state !== 'waiting' || found.has(dependent)) continue;
      found.add(dependent);
      stack.push(dependent);
    }
  }
  return [...found];
}
