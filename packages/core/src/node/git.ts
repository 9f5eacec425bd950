import { execa } from 'execa';

/** How one git command ended; nothing is thrown. */
export interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** The first line of what git complained about. */
  readonly complaint: string;
  /** Whether git could not be started at all. */
  readonly missing: boolean;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** Variables that point git at another repository than the one of the folder; hooks and worktrees set them. */
const misleading = [
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
  'GIT_EXTERNAL_DIFF',
  'GIT_TRACE',
];

/** Runs git in a folder: no shell, no pager, no prompt, no lock taken, messages in English. */
export type Git = (...args: readonly string[]) => Promise<GitResult>;

export function gitIn(folder: string, env: Env): Git {
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.includes(name)));
  const settings = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C' };
  return async (...args) => {
    const result = await execa('git', args, {
      cwd: folder,
      env: { ...clean, ...settings },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: true,
      maxBuffer: 256 * 1024 * 1024,
    });
    const complaint = result.stderr.split('\n').find((line) => line.trim() !== '') ?? '';
    return {
      ok: !result.failed,
      stdout: result.stdout,
      complaint,
      missing: result.exitCode === undefined && result.code === 'ENOENT',
    };
  };
}
