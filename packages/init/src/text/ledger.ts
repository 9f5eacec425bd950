import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** Why something is left out; `what` is the path of its keys unless it says otherwise. */
export interface Why {
  readonly what?: string;
  readonly reason: string;
  readonly instead?: string;
}

/**
 * What becomes of everything that a document says. Whoever reads a value says that it is carried over, or leaves it out with
 * the reason; what nobody has read is left out at the end.
 */
export interface Ledger {
  /** Everything under this path is in what is written. */
  carry(path: Path): void;
  /** Everything under this path is not. */
  leave(path: Path, why: Why): void;
  /** What was left out, in the order of the document. What nothing was said of gets the reason that `unread` gives. */
  close(unread: (path: Path, value: Json) => Why): readonly LeftOut[];
}

interface Entry extends LeftOut {
  readonly line: number;
}

export function openLedger(document: SourceDocument): Ledger {
  const said = new Set<string>();
  const left: Entry[] = [];
  const add = (path: Path, { what = pathName(path), reason, instead }: Why): void => {
    const line = document.lineOf(path);
    left.push({
      line,
      place: `${document.file}:${line}`,
      what,
      reason,
      ...(instead === undefined ? {} : { instead }),
    });
  };
  const holdsSaid = (path: Path): boolean => {
    const prefix = path.length === 0 ? '[' : `${keyOf(path).slice(0, -1)},`;
    return [...said].some((key) => key.startsWith(prefix));
  };
  const unsaid = (path: Path, value: Json): readonly (readonly [Path, Json])[] => {
    if (said.has(keyOf(path))) return [];
    if (!holdsSaid(path)) return [[path, value]];
    if (Array.isArray(value)) return value.flatMap((item: Json, index) => unsaid([...path, index], item));
    if (!isJsonObject(value)) return [];
    return Object.entries(value).flatMap(([key, item]) => unsaid([...path, key], item ?? null));
  };
  return {
    carry: (path) => void said.add(keyOf(path)),
    leave(path, why) {
      said.add(keyOf(path));
      add(path, why);
    },
    close(unread) {
      for (const [path, value] of unsaid([], document.value)) add(path, unread(path, value));
      return left.toSorted((one, other) => one.line - other.line).map(({ line: _, ...entry }) => entry);
    },
  };
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}

/** `containerDefinitions[0].image`. */
export function pathName(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}
