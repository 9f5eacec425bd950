import { mkdir, readFile } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import type { StepContext } from '@funade/core';
import type { RegistryHosts } from '../login/docker-config.ts';
import { buildSecretMissing } from '../model/build-errors.ts';
import { useTempFolder } from '../process/temp-folder.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { ecrHostsOfBuild } from '../repository/ecr-hosts.ts';
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

/** Larger files are no secrets that anybody prints; they are not looked for in output. */
const longestKept = 64 * 1024;

/**
 * Looks for the build's secrets and keeps them out of every event, those of files too.
 *
 * @throws BUILD_SECRET_MISSING
 */
export async function checkSecrets(input: BuildStepInput, context: StepContext): Promise<void> {
  for (const [id, secret] of Object.entries(input.build.secrets ?? {})) {
    const value = 'env' in secret ? context.env[secret.env] : await textOf(resolve(context.root, secret.file));
    if (!value) {
      const where =
        'env' in secret ? `environment variable ${secret.env} is not set` : `there is no file ${secret.file}`;
      throw buildSecretMissing(input.repository, id, where);
    }
    if (value.length <= longestKept) context.resources.secrets.keep(value.trimEnd());
  }
}

function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

/** The registries that a build reads from, keeps its cache in, and is pushed to. */
export async function registriesOf(input: BuildStepInput, context: StepContext): Promise<RegistryHosts> {
  const { build, repositoryUri } = input;
  const dockerfile = await textOf(resolve(context.root, build.context, build.dockerfile ?? 'Dockerfile'));
  return { host: splitRepositoryUri(repositoryUri).host, others: ecrHostsOfBuild(build, dockerfile ?? '') };
}

/** A file for the id of the image that a build makes. */
export async function idFileFor(input: BuildStepInput, context: StepContext): Promise<string> {
  const folder = join((await useTempFolder(context)).path, 'ids');
  await mkdir(folder, { recursive: true });
  return join(folder, input.repository.replaceAll('/', '.'));
}
