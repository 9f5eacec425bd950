import { mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { StepContext } from '@funade/core';
import { buildSecretMissing } from '../errors.ts';
import { useTempFolder } from '../temp-folder.ts';
import type { BuildStepInput } from './builder.ts';

/** The options that every builder of Dockerfiles spells the same. Secrets are named, never given. */
export function commonBuildArgs({ build, labels }: BuildStepInput): readonly string[] {
  return [
    '--file',
    posix.join(build.context, build.dockerfile ?? 'Dockerfile'),
    ...(build.target === undefined ? [] : ['--target', build.target]),
    ...(build.network === undefined || build.network === 'default' ? [] : ['--network', build.network]),
    ...Object.entries(build.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...Object.entries(build.secrets ?? {}).flatMap(([id, secret]) => [
      '--secret',
      'env' in secret ? `id=${id},env=${secret.env}` : `id=${id},src=${secret.file}`,
    ]),
    ...(build.ssh ?? []).flatMap((id) => ['--ssh', id]),
  ];
}

/**
 * Looks for the build's secrets and keeps those of variables out of every event.
 *
 * @throws BUILD_SECRET_MISSING
 */
export function checkSecrets(input: BuildStepInput, context: StepContext): void {
  for (const [id, secret] of Object.entries(input.build.secrets ?? {})) {
    if ('file' in secret) continue;
    const value = context.env[secret.env];
    if (!value) throw buildSecretMissing(input.repository, id, `environment variable ${secret.env} is not set`);
    context.resources.secrets.keep(value);
  }
}

/** A file for the id of the image that a build makes. */
export async function idFileFor(input: BuildStepInput, context: StepContext): Promise<string> {
  const folder = join((await useTempFolder(context)).path, 'ids');
  await mkdir(folder, { recursive: true });
  return join(folder, input.repository.replaceAll('/', '.'));
}
