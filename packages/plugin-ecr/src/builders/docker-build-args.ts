import { posix } from 'node:path';
import type { BuildStepInput } from './builder.ts';

/** How this Docker builds: with the buildx plugin, with BuildKit built into the client, or without BuildKit. */
export type DockerMode = 'buildx' | 'buildkit' | 'legacy';

/**
 * The arguments of `docker` for a build, to be run in the config's folder. Secrets are named, never given.
 *
 * Source: https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export function dockerBuildArgs(input: BuildStepInput, mode: DockerMode, idFile: string): readonly string[] {
  const { build } = input;
  const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
  const buildKit = mode !== 'legacy';
  return [
    ...(mode === 'buildx' ? ['buildx', 'build', '--load', '--provenance=false', '--sbom=false'] : ['build']),
    ...(buildKit ? ['--progress', 'plain'] : []),
    '--file',
    posix.join(build.context, build.dockerfile ?? 'Dockerfile'),
    '--tag',
    `${input.repositoryUri}:${input.tag}`,
    '--iidfile',
    idFile,
    ...option('--target', build.target),
    ...option('--platform', build.platforms?.[0]),
    ...(buildKit ? ['--build-arg', `SOURCE_DATE_EPOCH=${input.sourceDateEpoch}`] : []),
    ...Object.entries(build.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...Object.entries(input.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...Object.entries(build.secrets ?? {}).flatMap(([id, secret]) => [
      '--secret',
      'env' in secret ? `id=${id},env=${secret.env}` : `id=${id},src=${secret.file}`,
    ]),
    build.context,
  ];
}
