/** What points where: a node's name and the names that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Groups of nodes that reach each other, each in alphabetical order; none when the graph has no cycle. Tarjan's algorithm. */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const seen = new Map<string, { readonly index: number; low: number }>();
  const open: string[] = [];
  const cycles: string[][] = [];

  const visit = (node: string): number => {
    const state = { index: seen.size, low: seen.size };
    seen.set(node, state);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = seen.get(next);
      if (known === undefined) state.low = Math.min(state.low, visit(next));
      else if (open.includes(next)) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) {
      const group = open.splice(open.indexOf(node));
      if (group.length > 1) cycles.push(group.sort());
    }
    return state.low;
  };

  for (const node of graph.keys()) if (!seen.has(node)) visit(node);
  return cycles.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
