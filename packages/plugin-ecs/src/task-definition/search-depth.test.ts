import { expect, test } from 'vitest';
import { searchDepth } from './search-depth.ts';

test.each([
  [{ families: 0, revisions: 0 }, 0],
  [{ families: 1, revisions: 1 }, 5],
  [{ families: 1, revisions: 8, sharing: 8 }, 12],
  [{ families: 5, revisions: 5 }, 5],
  [{ families: 6, revisions: 6 }, 4],
  [{ families: 10, revisions: 10 }, 2],
  [{ families: 13, revisions: 13 }, 1],
  [{ families: 20, revisions: 20 }, 0],
  [{ families: 1, revisions: 100, sharing: 100 }, 0],
  [{ families: 100, revisions: 100 }, 0],
])('%j: %i revisions of each', (read, depth) => expect(searchDepth(read)).toBe(depth));
