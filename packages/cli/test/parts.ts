import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** A part of the machine that some tests need. */
export type Part =
  | 'bash'
  | 'fish'
  | 'linux'
  | 'powershell'
  | 'root'
  | 'session-manager-plugin'
  | 'small-disk'
  | 'terminal'
  | 'zsh';

/** A shell with a file system of 64 KiB at `$DISK`, which no other process sees; ends with a quote. */
export const onSmallDisk = "unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o size=64k tmpfs $DISK && ";

const probes: Readonly<Record<Part, () => boolean>> = {
  bash: () => spawnSync('bash', ['--version']).status === 0,
  fish: () => spawnSync('fish', ['--version']).status === 0,
  powershell: () => spawnSync('pwsh', ['-Version']).status === 0,
  zsh: () => spawnSync('zsh', ['--version']).status === 0,
  linux: () => process.platform === 'linux',
  root: () => process.geteuid?.() === 0,
  'session-manager-plugin': () => spawnSync('session-manager-plugin', ['--version']).status === 0,
  'small-disk': () =>
    spawnSync('sh', ['-c', `${onSmallDisk}true'`], { env: { ...process.env, DISK: tmpdir() } }).status === 0,
  // The `script` of util-linux gives a command a terminal of its own; that of other systems takes other options.
  terminal: () => /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? ''),
};

/** Which of the parts are missing. Throws where `FUNADE_TEST_REQUIRE` names one of them, as CI does. */
export function missingParts(...parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => isMissing(part, probes[part]()));
}

/** Whether a part is not there. Throws where `FUNADE_TEST_REQUIRE` names it. */
export function isMissing(part: string, found: boolean): boolean {
  if (!found && (process.env.FUNADE_TEST_REQUIRE ?? '').split(',').includes(part)) {
    throw new Error(`this machine must have ${part} and has not`);
  }
  return !found;
}

/** ` (LEFT OUT: no terminal on this machine)`, or nothing: the end of a test's name. */
export function leftOut(missing: readonly string[]): string {
  return missing.length === 0 ? '' : ` (LEFT OUT: no ${missing.join(', no ')} on this machine)`;
}
