/** An expression of a template of Go, as far as ecspresso's configs use them. */
export type GoExpression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly GoExpression[] };

/** One `{{…}}` of a text. */
export interface GoAction {
  /** As it is written, with its braces. */
  readonly source: string;
  /** From 1. */
  readonly line: number;
  /** Null for a comment. */
  readonly parsed: GoExpression | { readonly problem: string } | null;
}

/** A text with its actions taken out: each is the name that `tokenOf` gives it. */
export interface TemplateText {
  readonly text: string;
  readonly actions: readonly GoAction[];
}

/** What stands in the text for an action. It is a bare word in YAML and JSON, within quotes and outside of them. */
export function tokenOf(index: number): string {
  return `GoAction${index}Q`;
}

/** Finds the tokens of a text; the first group is the index. */
export const tokens = /GoAction(\d+)Q/g;

/** Takes the actions out of a text, so that what is left can be read as YAML or JSON. */
export function takeActions(text: string): TemplateText {
  const actions: GoAction[] = [];
  const kept: string[] = [];
  let from = 0;
  let line = 1;
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', from)) {
    const end = endOfAction(text, start + 2);
    if (end === null) break;
    const before = text.slice(from, start);
    line += before.split('\n').length - 1;
    const source = text.slice(start, end);
    const inner = source.slice(2, -2).replace(/^-\s/, '').replace(/\s-$/, '').trim();
    const comment = inner.startsWith('/*') && inner.endsWith('*/');
    actions.push({ source, line, parsed: comment ? null : parseAction(inner) });
    // Line ends stay, so that the lines after it keep their numbers.
    kept.push(before, comment ? '' : tokenOf(actions.length - 1), comment ? source.replaceAll(/[^\n]/g, '') : '');
    line += source.split('\n').length - 1;
    from = end;
  }
  return { text: [...kept, text.slice(from)].join(''), actions };
}

/** Where the braces close that open before `from`, those within quotes apart. */
function endOfAction(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '}' && text[at + 1] === '}') return at + 2;
    if (character === '`') at = text.indexOf('`', at + 1);
    else if (character === '"') at = endOfString(text, at + 1);
    if (at < 0) return null;
  }
  return null;
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

const words = new Set(['if', 'else', 'end', 'range', 'with', 'define', 'template', 'block', 'break', 'continue']);

/** The expression of an action, or why it is none. */
export function parseAction(inner: string): GoExpression | { readonly problem: string } {
  const [first = ''] = /^[A-Za-z]+/.exec(inner) ?? [];
  if (words.has(first)) return { problem: `{{${first}}} decides what the file contains, which only ecspresso can do` };
  const list = lex(inner);
  if (list === null) return { problem: 'it is not understood' };
  const parsed = parsePipe(list);
  return parsed === null || parsed.rest.length > 0 ? { problem: 'it is not understood' } : parsed.value;
}

type Token = { readonly text: string; readonly value?: GoExpression };

function lex(inner: string): readonly Token[] | null {
  const list: Token[] = [];
  const pattern = /\s*(?:(`[^`]*`|"(?:\\.|[^"\\])*")|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([()|]))/y;
  while (pattern.lastIndex < inner.trimEnd().length) {
    const match = pattern.exec(inner);
    if (match === null) return null;
    const [, quoted, number, name, mark] = match;
    if (quoted !== undefined) list.push({ text: quoted, value: { kind: 'text', value: unquoted(quoted) } });
    else if (number !== undefined) list.push({ text: number, value: { kind: 'number', value: Number(number) } });
    else list.push({ text: name ?? mark ?? '' });
  }
  return list;
}

function unquoted(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

type Parsed = { readonly value: GoExpression; readonly rest: readonly Token[] } | null;

/** `a | f x` is `f x a`. */
function parsePipe(list: readonly Token[]): Parsed {
  let left = parseCall(list);
  while (left !== null && left.rest[0]?.text === '|') {
    const next = parseCall(left.rest.slice(1));
    if (next === null || next.value.kind !== 'call') return null;
    left = { value: { ...next.value, args: [...next.value.args, left.value] }, rest: next.rest };
  }
  return left;
}

function parseCall(list: readonly Token[]): Parsed {
  const [first, ...others] = list;
  if (first === undefined || /^[)|]$/.test(first.text)) return null;
  if (first.value !== undefined || first.text === '(') return parseOperand(list);
  const args: GoExpression[] = [];
  let rest: readonly Token[] = others;
  while (rest.length > 0 && !/^[)|]$/.test(rest[0]?.text ?? '')) {
    const operand = parseOperand(rest);
    if (operand === null) return null;
    args.push(operand.value);
    rest = operand.rest;
  }
  return { value: { kind: 'call', name: first.text, args }, rest };
}

function parseOperand(list: readonly Token[]): Parsed {
  const [first, ...rest] = list;
  if (first === undefined) return null;
  if (first.value !== undefined) return { value: first.value, rest };
  if (first.text !== '(') return { value: { kind: 'call', name: first.text, args: [] }, rest };
  const inner = parsePipe(rest);
  if (inner === null || inner.rest[0]?.text !== ')') return null;
  return { value: inner.value, rest: inner.rest.slice(1) };
}
