import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePages } from './merge-pages.ts';

async function* pagesOf<Item>(pages: readonly (readonly Item[])[]): AsyncGenerator<readonly Item[]> {
  yield* pages;
}

async function merged<Item extends { readonly at: number }>(sources: readonly (readonly (readonly Item[])[])[]) {
  const runs: (readonly Item[])[] = [];
  for await (const run of mergePages(sources.map(pagesOf))) runs.push(run);
  return runs.flat();
}

const at = (...times: readonly number[]) => times.map((time) => ({ at: time }));

test.each([
  ['nothing', [], []],
  ['empty pages', [[[], []], [[]]], []],
  ['one source', [[at(1, 2), [], at(2, 3)]], [1, 2, 2, 3]],
  [
    'two that interleave',
    [
      [at(1, 4), at(6)],
      [at(2, 3), at(5, 7)],
    ],
    [1, 2, 3, 4, 5, 6, 7],
  ],
  ['one that ends early', [[at(9)], [at(1), at(2), at(10)]], [1, 2, 9, 10]],
])('%s', async (_, sources, times) => {
  expect((await merged(sources)).map((item) => item.at)).toEqual(times);
});

test('whatever the pages, everything comes once and in order', async () => {
  const source = fc
    .array(fc.integer({ min: 0, max: 50 }))
    .map((times) => times.toSorted((a, b) => a - b).map((time, index) => ({ at: time, index })))
    .chain((items) => fc.integer({ min: 1, max: 5 }).map((size) => inPages(items, size)));
  await fc.assert(
    fc.asyncProperty(fc.array(source, { maxLength: 5 }), async (sources) => {
      const found = await merged(sources);
      expect(found.map((item) => item.at)).toEqual(found.map((item) => item.at).toSorted((a, b) => a - b));
      expect(found).toHaveLength(sources.flat(2).length);
    }),
    { seed: 215, numRuns: 300 },
  );
});

function inPages<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
