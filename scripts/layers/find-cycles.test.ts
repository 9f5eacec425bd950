import { expect, test } from 'vitest';
import { findCycles } from './find-cycles.ts';

const cyclesOf = (edges: string) => {
  const graph = new Map<string, Set<string>>();
  for (const [from = '', to = ''] of edges.split(' ').map((edge) => edge.split('>'))) {
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return findCycles(graph).map((group) => group.join(''));
};

test.each<[string, readonly string[]]>([
  ['a>b', []],
  ['a>b b>c a>c', []],
  ['a>b b>a', ['ab']],
  ['a>b b>c c>a', ['abc']],
  ['a>b b>c c>b', ['bc']],
  ['a>b b>a c>d d>c b>c', ['ab', 'cd']],
  ['c>a a>b b>c b>d d>b', ['abcd']],
  ['a>b a>c b>d c>d d>e', []],
  ['a>b b>c c>d d>b a>d', ['bcd']],
])('%s has the cycles %j', (edges, cycles) => {
  expect(cyclesOf(edges)).toEqual(cycles);
});
