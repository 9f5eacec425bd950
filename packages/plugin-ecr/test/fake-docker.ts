import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A `docker` command that is a real child process and writes down how it was called. */
export interface FakeDocker extends AsyncDisposable {
  readonly folder: string;
  /** `PATH` with this command first, `HOME` with a Docker configuration, `TMPDIR`. */
  readonly env: Record<string, string>;
  /** The argument list of each call. */
  calls(): Promise<readonly string[]>;
  /** What one call, by its first argument, was given on standard input. */
  stdin(command: string): Promise<string>;
  /** What `config.json` held during one call. */
  config(command: string): Promise<string>;
}

/** `script` is run by `sh` after the call is written down. */
export async function fakeDocker(script = ''): Promise<FakeDocker> {
  const folder = await mkdtemp(join(tmpdir(), 'funade-docker-'));
  const bin = join(folder, 'bin');
  const home = join(folder, 'home/.docker');
  for (const path of [
    bin,
    join(folder, 'log'),
    join(folder, 'tmp'),
    join(home, 'cli-plugins'),
    join(home, 'contexts/meta'),
  ]) {
    await mkdir(path, { recursive: true });
  }
  const log = join(folder, 'log');
  await writeFile(
    join(bin, 'docker'),
    `#!/bin/sh
printf '%s\\n' "$*" >> '${log}/calls'
COMMAND="$1"
if [ -f "$DOCKER_CONFIG/config.json" ]; then cp "$DOCKER_CONFIG/config.json" "${log}/config-$1"; fi
case "$*" in *--password-stdin*) cat > '${log}/stdin-login';; esac
${script}
`,
  );
  await chmod(join(bin, 'docker'), 0o755);
  const read = (name: string): Promise<string> => readFile(join(log, name), 'utf8').catch(() => '');
  return {
    folder,
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
    },
    calls: async () => (await read('calls')).split('\n').filter((line) => line !== ''),
    stdin: (command) => read(`stdin-${command}`),
    config: (command) => read(`config-${command}`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
