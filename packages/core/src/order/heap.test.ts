import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap } from './heap.ts';

test('numbers come out smallest first, whatever is put in between', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant(null))), (actions) => {
      const heap = createHeap();
      const model: number[] = [];
      for (const action of actions) {
        if (action === null) expect(heap.pop()).toBe(model.shift());
        else {
          heap.push(action);
          model.push(action);
          model.sort((a, b) => a - b);
        }
        expect([heap.size, heap.peek()]).toEqual([model.length, model[0]]);
      }
    }),
  );
});
