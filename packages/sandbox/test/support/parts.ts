import { spawnSync } from 'node:child_process';

/** A part of the machine that some tests need. */
export type Part = 'docker' | 'registry' | 'aws' | 'boto3' | 'conformance';

const probes: Readonly<Record<Part, () => boolean>> = {
  docker: () => process.env.DOCKER_HOST !== undefined && answers('docker', ['version']),
  registry: () => process.env.FUNADE_TEST_REGISTRY !== undefined,
  aws: () => answers('aws', ['--version']),
  conformance: () => process.env.FUNADE_TEST_CONFORMANCE !== undefined,
  boto3: () => answers('python3', ['-c', 'import boto3']),
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
export function leftOut(missing: readonly Part[]): string {
  return missing.length === 0 ? '' : ` (LEFT OUT: no ${missing.join(', no ')} on this machine)`;
}

function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
