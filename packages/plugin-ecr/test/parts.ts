import { spawnSync } from 'node:child_process';

/** A part of the machine that some tests need. */
export type Part =
  | 'docker'
  | 'docker-with-buildkit'
  | 'dockerd'
  | 'buildx'
  | 'buildkit'
  | 'buildkitd'
  | 'podman'
  | 'buildah'
  | 'registry'
  | 'small-disk'
  | 'linux';

const probes: Readonly<Record<Part, () => boolean>> = {
  docker: () => answers('docker', ['version']),
  // Clients have BuildKit inside up to version 22, and by the buildx plugin from then on.
  'docker-with-buildkit': () => {
    const { stdout } = spawnSync('docker', ['version', '--format', '{{.Client.Version}}'], { encoding: 'utf8' });
    return Number.parseInt(stdout, 10) < 23 || answers('docker', ['buildx', 'version']);
  },
  // An engine that a test may start and kill.
  dockerd: () => process.getuid?.() === 0 && answers('/usr/sbin/dockerd', ['--version']),
  // A file system that a test may mount.
  'small-disk': () =>
    process.getuid?.() === 0 && answers('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']),
  buildx: () => answers('docker', ['version']) && answers('docker', ['buildx', 'inspect']),
  // A builder of buildx that is not the engine itself; FUNADE_TEST_BUILDER names it.
  buildkit: () => {
    const builder = process.env.FUNADE_TEST_BUILDER;
    return builder !== undefined && answers('docker', ['buildx', 'inspect', builder]);
  },
  // A BuildKit that a test may start and kill.
  buildkitd: () => process.getuid?.() === 0 && answers('buildkitd', ['--version']),
  linux: () => process.platform === 'linux',
  podman: () => answers('podman', ['--version']),
  buildah: () => answers('buildah', ['--version']),
  registry: () => process.env.FUNADE_TEST_REGISTRY !== undefined,
};

/**
 * Which of the parts are missing. A test that needs them is left out with a name that says so; when
 * `FUNADE_TEST_REQUIRE` names a missing part, as in CI, this throws instead.
 */
export function missingParts(...parts: readonly Part[]): readonly Part[] {
  const missing = parts.filter((part) => !probes[part]());
  const required = (process.env.FUNADE_TEST_REQUIRE ?? '').split(',');
  const demanded = missing.filter((part) => required.includes(part));
  if (demanded.length > 0) throw new Error(`this machine must have ${demanded.join(', ')} and has not`);
  return missing;
}

/** ` (LEFT OUT: no docker on this machine)`, or nothing. */
export function leftOut(missing: readonly string[]): string {
  return missing.length === 0 ? '' : ` (LEFT OUT: no ${missing.join(', no ')} on this machine)`;
}

function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
