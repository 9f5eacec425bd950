import { DeployError } from '../error.ts';
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
