/** A ref as policies can name it. */
export interface RefWildcard {
  readonly type: 'tag' | 'branch';
  /** With `*`, which is all that policies know. */
  readonly pattern: string;
}

/**
 * The narrowest pattern with `*` that stands for everything that an expression does: what is literal in it stays, the rest becomes `*`. An
 * expression without a literal beginning or end is `*` alone.
 */
export function refWildcard(type: 'tag' | 'branch', { source, flags }: Pick<RegExp, 'source' | 'flags'>): RefWildcard {
  const inner = /^\^\(\?:(.*)\)\$$/s.exec(source)?.[1] ?? source;
  // Letter case counts in policies.
  if (flags.includes('i')) return { type, pattern: '*' };
  return { type, pattern: wildcardOf(inner.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')) };
}

function wildcardOf(source: string): string {
  // What stands in a choice, or may be left out, is no part of every ref.
  if (hasChoice(source)) return '*';
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const [token, literal] = tokenAt(source, at);
    at += token.length;
    const [quantifier = ''] = /^(?:[*+?]|\{\d*,?\d*\})\??/.exec(source.slice(at)) ?? [];
    at += quantifier.length;
    parts.push(quantifier === '' && literal !== null ? literal : '*');
  }
  return parts.join('').replace(/\*+/g, '*');
}

/** One token of an expression, and what it stands for where that is one text. */
function tokenAt(source: string, at: number): readonly [token: string, literal: string | null] {
  const rest = source.slice(at);
  const [escaped] = /^\\(?:[dDwWsSbB]|p\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|k<[^>]*>|.)/su.exec(rest) ?? [];
  if (escaped !== undefined) {
    const literal = /^\\[^A-Za-z0-9]$/.test(escaped) ? escaped.slice(1) : null;
    return [escaped, literal === '*' || literal === '?' ? '*' : literal];
  }
  if (rest.startsWith('[')) return [/^\[(?:\\.|[^\]\\])*\]/s.exec(rest)?.[0] ?? rest, null];
  if (rest.startsWith('(')) {
    const group = groupAt(rest);
    const inner = /^\((?:\?(?:[:]|<[A-Za-z_$][\w$]*>))?(.*)\)$/s.exec(group)?.[1] ?? '';
    return [group, /^\(\?(?:[=!]|<[=!])/.test(group) ? '*' : wildcardOf(inner)];
  }
  const [first = ''] = rest;
  return [first, /[.*+?^$|]/.test(first) ? null : first];
}

function groupAt(rest: string): string {
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    const char = rest[at];
    if (char === '\\') at += 1;
    else if (char === '[') at += (/^\[(?:\\.|[^\]\\])*\]/s.exec(rest.slice(at))?.[0].length ?? 1) - 1;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return rest.slice(0, at + 1);
    }
  }
  return rest;
}

/** Whether there is a `|` outside of groups and classes. */
function hasChoice(source: string): boolean {
  for (let at = 0; at < source.length; ) {
    if (source[at] === '|') return true;
    at += Math.max(1, tokenAt(source, at)[0].length);
  }
  return false;
}
