import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepContext, World } from '@funade/core';
import { useDockerLogin } from '../docker-config.ts';
import { buildFailed, buildSecretMissing } from '../errors.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import type { BuilderState } from '../rules/choose-builder.ts';
import { runChild } from '../run-child.ts';
import { useTempFolder } from '../temp-folder.ts';
import type { Builder, BuildStepInput, BuiltImage } from './builder.ts';
import { type DockerMode, dockerBuildArgs } from './docker-build-args.ts';

/** How long the engine has to say that it is there, in milliseconds. */
const patience = 15_000;

/** Builds with the Docker command and its engine: by buildx, by BuildKit, or without either. */
export const docker: Builder = {
  name: 'docker',

  async probe(world: World): Promise<BuilderState> {
    const engine = await useEngine(world);
    if ('reason' in engine) return { ready: false, reason: engine.reason };
    return { ready: true, lacks: engine.mode === 'legacy' ? ['secrets'] : [] };
  },

  async build(input: BuildStepInput, context: StepContext): Promise<BuiltImage> {
    const engine = await useEngine(context);
    if ('reason' in engine) throw buildFailed(input.repository, engine.reason, []);
    if (engine.mode === 'legacy') {
      context.warn('this Docker has no BuildKit: builds are slower and their timestamps differ; install docker-buildx');
    }
    checkSecrets(input, context);
    const env = await useDockerLogin(context, splitRepositoryUri(input.repositoryUri).host);
    const idFile = await idFileFor(input, context);
    const end = await runChild(context, {
      file: 'docker',
      args: dockerBuildArgs(input, engine.mode, idFile),
      cwd: context.root,
      env: {
        ...env,
        DOCKER_BUILDKIT: engine.mode === 'legacy' ? '0' : '1',
        SOURCE_DATE_EPOCH: String(input.sourceDateEpoch),
      },
      onLine: (line) => context.output(line),
    });
    if (end.exitCode !== 0) throw buildFailed(input.repository, `docker build: ${end.how}`, end.lines);
    const id = (await readFile(idFile, 'utf8')).trim();
    return { kind: 'docker', id };
  },
};

type Engine = { readonly mode: DockerMode } | { readonly reason: string };

/** The engine that the Docker command reaches, asked once per command. */
function useEngine(world: World): Promise<Engine> {
  return world.resources.use('ecr.docker-engine', async (): Promise<Engine> => {
    const ask = (...args: string[]) => runChild(world, { file: 'docker', args, env: world.env, timeout: patience });
    const [version, buildx] = await Promise.all([ask('version', '--format', '{{json .}}'), ask('buildx', 'version')]);
    if (version.notFound) return { reason: 'there is no docker command on the PATH' };
    if (version.exitCode !== 0) {
      const said = version.lines.at(-1) ?? version.how;
      return { reason: `its daemon does not answer (${said})` };
    }
    if (buildx.exitCode === 0) return { mode: 'buildx' };
    return { mode: clientMajor(version.stdout) < firstClientWithoutBuildKit ? 'buildkit' : 'legacy' };
  });
}

/**
 * From this version on the client builds with BuildKit by the buildx plugin alone.
 *
 * Source: https://docs.docker.com/engine/release-notes/23.0/
 */
const firstClientWithoutBuildKit = 23;

function clientMajor(versionJson: string): number {
  try {
    const { Client } = JSON.parse(versionJson) as { Client?: { Version?: string } };
    return Number.parseInt(Client?.Version ?? '', 10) || firstClientWithoutBuildKit;
  } catch {
    return firstClientWithoutBuildKit;
  }
}

function checkSecrets(input: BuildStepInput, context: StepContext): void {
  for (const [id, secret] of Object.entries(input.build.secrets ?? {})) {
    if ('file' in secret) continue;
    const value = context.env[secret.env];
    if (!value) throw buildSecretMissing(input.repository, id, `environment variable ${secret.env} is not set`);
    context.resources.secrets.keep(value);
  }
}

async function idFileFor(input: BuildStepInput, context: StepContext): Promise<string> {
  const folder = join((await useTempFolder(context)).path, 'ids');
  await mkdir(folder, { recursive: true });
  return join(folder, input.repository.replaceAll('/', '.'));
}
