import type { Json } from '@funade/core';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** Keys and indexes from the top of a document. */
export type Path = readonly (string | number)[];

/** A YAML or JSON file as it was read, which knows where its values stand. */
export interface SourceDocument {
  /** As it is named in messages: `ecspresso.yml`. */
  readonly file: string;
  readonly value: Json;
  /** Whether there is a comment anywhere. */
  readonly commented: boolean;
  /** The line that a key or item begins on, from 1; of what it stands in, where it is not written itself. */
  lineOf(path: Path): number;
  /** The line that the text of a string begins on. */
  textLineOf(path: Path): number;
}

export type ParsedSource =
  | { readonly ok: true; readonly document: SourceDocument }
  | { readonly ok: false; readonly line: number | null; readonly problem: string };

/** Reads YAML, and JSON, which is YAML. `!reference` of GitLab stands for what it names. */
export function parseSource(file: string, text: string): ParsedSource {
  const lines = new LineCounter();
  // Tabs indent JSON, and YAML does not take them.
  const spaced = text.replaceAll(/^\t+/gm, (tabs) => '  '.repeat(tabs.length));
  const document = parseDocument(spaced, {
    merge: true,
    lineCounter: lines,
    customTags: [{ tag: '!reference', collection: 'seq' as const, resolve: (list: unknown) => list }],
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const [problem = ''] = error.message.split(/ at line \d|\n/);
    return { ok: false, line: error.linePos?.[0].line ?? null, problem };
  }
  const root = document.contents;
  const find = (path: Path): Node | null => nodeAt(root as Node | null, path, (node) => targetOf(node, document));
  resolveReferences(root as Node | null, find);
  return {
    ok: true,
    document: {
      file,
      value: (document.toJS({ maxAliasCount: 1000 }) ?? null) as Json,
      commented: /(^|\s)#/m.test(spaced) && spaced.split('\n').some((line) => /^\s*#/.test(line)),
      lineOf: (path) => {
        const at = offsetOf(root as Node | null, path, (node) => targetOf(node, document));
        return at === null ? 1 : lines.linePos(at).line;
      },
      textLineOf: (path) => {
        const node = find(path);
        const line = lines.linePos(node?.range?.[0] ?? 0).line;
        return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') ? line + 1 : line;
      },
    },
  };
}

type Follow = (node: unknown) => unknown;

function targetOf(node: unknown, document: ReturnType<typeof parseDocument>): unknown {
  const alias = node as { readonly resolve?: (of: unknown) => unknown; readonly source?: unknown } | null;
  return typeof alias?.resolve === 'function' && typeof alias.source === 'string' ? alias.resolve(document) : node;
}

function nodeAt(root: Node | null, path: Path, follow: Follow): Node | null {
  let node: unknown = root;
  for (const step of path) node = memberOf(follow(node), step, follow)?.value ?? null;
  return (follow(node) as Node | null) ?? null;
}

/** Where the deepest part of a path is written. */
function offsetOf(root: Node | null, path: Path, follow: Follow): number | null {
  let node: unknown = root;
  let offset: number | null = root?.range?.[0] ?? null;
  for (const step of path) {
    const member = memberOf(follow(node), step, follow);
    if (member === null) return offset;
    offset = member.offset ?? offset;
    node = member.value;
  }
  return offset;
}

interface Member {
  readonly value: unknown;
  readonly offset: number | null;
}

function memberOf(node: unknown, step: string | number, follow: Follow): Member | null {
  if (isSeq(node)) {
    const value = node.items[Number(step)];
    return value === undefined ? null : { value, offset: (value as Node | null)?.range?.[0] ?? null };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair !== undefined) return { value: pair.value, offset: (pair.key as Node | null)?.range?.[0] ?? null };
  for (const merged of mergedInto(node, follow)) {
    const member = memberOf(follow(merged), step, follow);
    if (member !== null) return member;
  }
  return null;
}

/** What `<<` lays under a map, the last first, as it wins. */
function mergedInto(node: YAMLMap, follow: Follow): readonly unknown[] {
  return node.items
    .filter(({ key }) => isScalar(key) && key.source === '<<')
    .flatMap(({ value }) => {
      const target = follow(value);
      return isSeq(target) ? target.items : [target];
    });
}

/** Puts what `!reference [job, key]` names in its place. */
function resolveReferences(node: unknown, find: (path: Path) => Node | null, depth = 0): void {
  if (depth > 10) return;
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      node.items[index] = referenced(item, find);
      resolveReferences(node.items[index], find, depth + 1);
    }
  }
  if (!isMap(node)) return;
  for (const pair of node.items) {
    pair.value = referenced(pair.value, find);
    resolveReferences(pair.value, find, depth + 1);
  }
}

function referenced(node: unknown, find: (path: Path) => Node | null): unknown {
  if (!isSeq(node) || node.tag !== '!reference') return node;
  const path = node.items.map((item) => (isScalar(item) ? String(item.value) : ''));
  return find(path) ?? node;
}
