import { fileURLToPath } from 'node:url';
import type { SourcePlace } from './load-config-errors.ts';
import { runFile } from './run-file.ts';

/** What the head of an error's stack says about a file that could not be read as a program. */
export interface StackHead {
  readonly place: SourcePlace;
  readonly frame: string | null;
}

/**
 * The place of a syntax error. The message does not have it: Node writes `<file>:<line>`, the line and a caret above it
 * into the stack.
 */
export function stackHead(stack: string): StackHead | null {
  const lines = stack.split('\n');
  const first = /^(?<file>(?:file:\/\/|\/|[A-Za-z]:\\)\S.*):(?<line>\d+)$/.exec(lines[0] ?? '');
  if (first?.groups === undefined) return null;
  const caret = lines.findIndex((line, index) => index > 0 && /^\s*\^+\s*$/.test(line));
  const column = caret === -1 ? null : (lines[caret]?.indexOf('^') ?? 0) + 1;
  const frame = caret === -1 ? null : lines.slice(Math.max(1, caret - 2), caret + 1).join('\n');
  return { place: { file: filePath(first.groups.file ?? ''), line: Number(first.groups.line), column }, frame };
}

/** The place of the uppermost call in a stack that stands in a file of the user: no library, nothing of Node. */
export function throwPlace(stack: string): SourcePlace | null {
  for (const line of stack.split('\n')) {
    const match = /(?:\(|at |async )(?<file>(?:file:\/\/|\/|[A-Za-z]:\\)[^()]*):(?<line>\d+):(?<column>\d+)\)?$/.exec(
      line,
    );
    if (match?.groups === undefined || /[\\/]node_modules[\\/]/.test(line)) continue;
    return {
      file: filePath(match.groups.file ?? ''),
      line: Number(match.groups.line),
      column: Number(match.groups.column),
    };
  }
  return null;
}

/** Asks Node where the syntax error of a JavaScript file is, which it does not tell the importer. */
export async function checkSyntax(file: string): Promise<StackHead | null> {
  const { ok, stderr } = await runFile(process.execPath, ['--check', file]);
  return ok ? null : stackHead(stderr);
}

function filePath(text: string): string {
  return text.startsWith('file://') ? fileURLToPath(text) : text;
}
