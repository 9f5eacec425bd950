/** A heap of numbers: the smallest comes out first, both ways in logarithmic time. */
export interface Heap {
  readonly size: number;
  /** The smallest number, or undefined when the heap is empty. */
  peek(): number | undefined;
  push(value: number): void;
  pop(): number | undefined;
}

/** An empty heap. */
export function createHeap(): Heap {
  const items: number[] = [];
  const at = (index: number): number => items[index] ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [at(b), at(a)];
  };
  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push(value) {
      let child = items.push(value) - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (at(parent) <= at(child)) return;
        swap(parent, child);
        child = parent;
      }
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (last === undefined || items.length === 0) return top;
      items[0] = last;
      let parent = 0;
      for (;;) {
        const left = 2 * parent + 1;
        const smaller = at(left + 1) < at(left) ? left + 1 : left;
        if (at(smaller) >= at(parent)) return top;
        swap(parent, smaller);
        parent = smaller;
      }
    },
  };
}
