import { DeployError } from './error.ts';
import { type Path, pathText } from './path-text.ts';

/** One thing that is wrong with a config: where, and what. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
}

/** Every problem of a config in one error, as lines `path: message`; equal lines stand once. */
export function configInvalid(file: string, problems: readonly Problem[]): DeployError {
  const lines = [...new Set(problems.map(problemLine))];
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  return new DeployError('CONFIG_INVALID', [`${file} has ${count}:`, ...lines.map((line) => `  ${line}`)].join('\n'), {
    category: 'usage',
    details: { problems: problems.map(({ path, message }) => ({ path: pathText(path), message })) },
  });
}

function problemLine({ path, message }: Problem): string {
  return path.length === 0 ? message : `${pathText(path)}: ${message}`;
}

/** Problems in the order in which their places stand in the document; places that are not there come last. */
export function inOrder(problems: readonly Problem[], document: unknown): readonly Problem[] {
  return problems
    .map((problem) => ({ problem, position: positionOf(problem.path, document) }))
    .sort((a, b) => comparePositions(a.position, b.position))
    .map(({ problem }) => problem);
}

function positionOf(path: Path, document: unknown): readonly number[] {
  let value = document;
  return path.map((key) => {
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const index = keys.indexOf(String(key));
    // Not by reading it, since a getter may throw.
    value = index === -1 ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;
    return index === -1 ? Number.MAX_SAFE_INTEGER : index;
  });
}

function comparePositions(a: readonly number[], b: readonly number[]): number {
  for (const [index, position] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (position !== other) return position - other;
  }
  return a.length - b.length;
}
