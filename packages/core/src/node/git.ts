import { maskText } from '../diff/mask-text.ts';
import { plainLine } from '../model/plain-text.ts';
import { type RunResult, runFile } from './run-file.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Runs git in a folder: no shell, no pager, no prompt, no lock taken, messages in English. */
export type Git = (...args: readonly string[]) => Promise<RunResult>;

/** Variables that point git at another repository than the one of the folder; hooks and worktrees set them. */
const misleading: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
  'GIT_SHALLOW_FILE',
  'GIT_GRAFT_FILE',
  'GIT_LITERAL_PATHSPECS',
  'GIT_TRACE',
]);

export function gitIn(folder: string, env: Env): Git {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.has(name)));
  const settings = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C' };
  return (...args) => runFile('git', args, { cwd: folder, env: { ...kept, ...settings } });
}

/** The first line of what git complained about, plain and without the password of a remote. */
export function complaint({ stderr }: RunResult): string {
  return maskText(plainLine(stderr.split('\n').find((line) => line.trim() !== '') ?? ''));
}
