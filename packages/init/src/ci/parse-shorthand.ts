import type { Value } from '../model/value.ts';

/** A value of the AWS CLI: JSON, or its shorthand `a=1,b={c=[x,y]}`. Null: it is neither. */
export function parseShorthand(text: string): Value {
  const trimmed = text.trim();
  if (/^[[{"](?!\{)/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as Value;
    } catch {
      return null;
    }
  }
  const members = parseMembers(trimmed, 0);
  return members === null || members.end < trimmed.length ? null : members.value;
}

interface Parsed {
  readonly value: Value;
  readonly end: number;
}

function parseMembers(text: string, from: number): Parsed | null {
  const members: Record<string, Value> = {};
  let at = from;
  for (;;) {
    const [whole, name] = matchAt(/([A-Za-z]\w*)=/y, text, at) ?? [];
    if (whole === undefined || name === undefined) return null;
    const value = parseValue(text, at + whole.length);
    if (value === null) return null;
    members[name] = value.value;
    at = value.end;
    if (text[at] !== ',') return { value: members, end: at };
    at += 1;
  }
}

function parseValue(text: string, from: number): Parsed | null {
  if (text[from] === '{' && text[from + 1] !== '{') {
    const inner = parseMembers(text, from + 1);
    return inner === null || text[inner.end] !== '}' ? null : { value: inner.value, end: inner.end + 1 };
  }
  if (text[from] === '[') return parseList(text, from + 1);
  const [scalar = ''] = matchAt(/"[^"]*"|(?:\{\{.*?\}\}|[^,{}[\]])*/y, text, from) ?? [];
  if (scalar === '') return null;
  return { value: scalarOf(scalar.replaceAll(/^"|"$/g, '')), end: from + scalar.length };
}

function parseList(text: string, from: number): Parsed | null {
  const items: Value[] = [];
  let at = from;
  while (text[at] !== ']') {
    const item = parseValue(text, at);
    if (item === null) return null;
    items.push(item.value);
    at = item.end;
    if (text[at] === ',') at += 1;
    else if (text[at] !== ']') return null;
  }
  return { value: items, end: at + 1 };
}

function scalarOf(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
