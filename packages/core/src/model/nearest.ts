import { distance } from 'fastest-levenshtein';

/** The name that was most likely meant: a beginning of it, or at most a third of it mistyped; null when none is near. */
export function nearestName(name: string, names: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly cost: number; readonly apart: number } | null = null;
  for (const candidate of names) {
    const cost = costOf(wanted, candidate.toLowerCase());
    if (cost === null) continue;
    // Of several that it is a beginning of, the one that lacks least.
    const apart = distance(wanted, candidate.toLowerCase());
    if (best === null || cost < best.cost || (cost === best.cost && apart < best.apart))
      best = { name: candidate, cost, apart };
  }
  return best?.name ?? null;
}

/** `did you mean "production"? available: staging, production`, as far as it can be said. */
export function suggest(name: string, names: readonly string[]): string {
  return listWith(nearestName(name, names), names);
}

/** The same when the nearest is known. */
export function listWith(nearest: string | null, names: readonly string[]): string {
  return `${nearest === null ? '' : `did you mean "${nearest}"? `}${listNames(names)}`;
}

/** `available: a, b`, cut after twenty names. */
function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none are available';
  const shown = names.slice(0, 20).join(', ');
  return `available: ${shown}${names.length > 20 ? `, and ${names.length - 20} more` : ''}`;
}

function costOf(wanted: string, candidate: string): number | null {
  if (wanted === candidate) return 0;
  if (wanted.length >= 2 && candidate.startsWith(wanted)) return 1;
  if (sorted(wanted) === sorted(candidate)) return 1;
  const cost = distance(wanted, candidate);
  return cost <= Math.max(1, Math.floor(candidate.length / 3)) ? cost : null;
}

/** Two letters that changed places are one mistake. */
function sorted(name: string): string {
  return [...name].sort().join('');
}
