import type { Explanations } from './explanation.ts';

/** What the codes about this mean: the machine, the sandbox and faults. */
export const machineCodes: Explanations = {
  TEMP_FOLDER_UNUSABLE: {
    exit: 1,
    means: 'No temporary folder can be made.',
    mend: 'Set `TMPDIR` to a folder that exists, has space, and that this user may write to.',
    page: 'networks.md#the-machine',
  },
  TOO_MANY_FILES: {
    exit: 1,
    means: 'The process may not open as many files as it needs.',
    mend: 'Raise `ulimit -n`.',
    page: 'networks.md#the-machine',
  },
  DISK_FULL: {
    exit: 1,
    means: 'There is no space left, or a quota is used up.',
    mend: 'Free some, or set `TMPDIR` and `FUNADE_STATE_DIR` to folders on a larger disk.',
    page: 'networks.md#the-machine',
  },
  FILE_TOO_LARGE: {
    exit: 1,
    means: 'A file is larger than this process may write.',
    mend: 'Raise `ulimit -f`.',
    page: 'networks.md#the-machine',
  },
  OUTPUT_LOST: {
    exit: 1,
    means: 'What the command wrote could not be written where its output goes, so its output is incomplete.',
    mend: 'Make room there. The journal says what was done, and `funade status` shows the current state.',
    page: 'networks.md#the-machine',
  },
  ENDED_EARLY: {
    exit: 1,
    means: 'The process ended before the command did, because a config or a plugin called `process.exit`.',
    mend: 'Remove the call.',
    page: 'plugins.md',
  },
  SEED_UNREADABLE: {
    exit: 2,
    means: 'The seed of the sandbox cannot be read.',
    mend: 'Name a JSON file with `--seed`.',
    page: 'sandbox.md#the-seed',
  },
  SEED_NOT_WRITTEN: {
    exit: 2,
    means:
      'The seed of the sandbox cannot be written where `--write-seed` says. A file that exists is not written over.',
    mend: 'Give it another name.',
    page: 'sandbox-for.md',
  },
  SEED_INVALID: {
    exit: 2,
    means: 'The file is JSON, and not a seed of the sandbox. All problems are listed.',
    mend: 'Correct them; `examples/sandbox/seed.json` is a seed.',
    page: 'sandbox.md#the-seed',
  },
  SANDBOX_NOT_STARTED: {
    exit: 1,
    means: 'The sandbox did not start, most often because its port is in use.',
    mend: 'Give it another `--port`, or leave `--port` out.',
    page: 'sandbox.md',
  },
  SANDBOX_UNREACHABLE: {
    exit: 1,
    means: 'No sandbox answers at the endpoint.',
    mend: 'Start one with `funade sandbox`, and pass its endpoint in `AWS_ENDPOINT_URL`.',
    page: 'sandbox.md',
  },
  SANDBOX_TOKEN_REFUSED: {
    exit: 2,
    means: 'The sandbox issues no token with these claims.',
    mend: 'Pass `--sub` and `--aud` as the trust policy of the role in the seed has them.',
    page: 'sandbox.md#identity-tokens',
  },
  INTERNAL: {
    exit: 1,
    means: 'Something happened that should not: a fault of Funade.',
    mend: 'Report it with the lines above the message.',
    page: 'README.md',
  },
};
