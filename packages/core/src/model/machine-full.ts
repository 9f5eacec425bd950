/** What the machine has no more of, as an error tells it. */
export interface MachineFull {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

const causes: Readonly<Record<string, MachineFull>> = {
  EMFILE: {
    code: 'TOO_MANY_FILES',
    what: 'this process may not open more files',
    hint: 'raise the limit, for example with `ulimit -n 1024`, and run the same command again',
  },
  ENFILE: {
    code: 'TOO_MANY_FILES',
    what: 'this machine cannot open more files',
    hint: 'close the programs that hold them open, and run the same command again',
  },
  ENOSPC: {
    code: 'DISK_FULL',
    what: 'there is no space left on the disk',
    hint: 'free some, or set TMPDIR and FUNADE_STATE_DIR to folders on a larger disk, and run the same command again',
  },
  EFBIG: {
    code: 'FILE_TOO_LARGE',
    what: 'a file may not become as large as it must',
    hint: 'raise the limit, for example with `ulimit -f unlimited`, and run the same command again',
  },
  EDQUOT: {
    code: 'DISK_FULL',
    what: 'the quota of the disk is used up',
    hint: 'free some, or set TMPDIR and FUNADE_STATE_DIR to folders on another disk, and run the same command again',
  },
};

/** Of an error of the system that says that the machine has no more of something; null for any other value. */
export function machineFull(value: unknown): MachineFull | null {
  if (!(value instanceof Error)) return null;
  const { code } = value as { readonly code?: unknown };
  return typeof code === 'string' ? (causes[code] ?? null) : null;
}
