import { readFile } from 'node:fs/promises';
import { type RunContext, resourceKey } from '@funade/core';
import { type ChildEnd, runChild } from '@funade/core/node';
import { platformOfInspected } from '../registry/manifest.ts';
import type { BuiltImage } from './builder.ts';
import type { DockerMode } from './docker-build-args.ts';

const engineKey = resourceKey<Engine>('ecr.docker-engine');
const buildxKey = resourceKey<boolean>('ecr.buildx');
const builderKey = resourceKey<BuildxBuilder>('ecr.buildx-builder');

/** How long the engine has to say that it is there, in milliseconds. */
const patience = 15_000;

export type Engine = { readonly mode: DockerMode } | { readonly reason: string };

/** What a buildx builder is: the engine's own BuildKit (driver `docker`), or another. */
export type BuildxBuilder = { readonly driver: string } | { readonly reason: string };

/** The engine that the Docker command reaches, asked once per command. */
export function useEngine(context: RunContext): Promise<Engine> {
  return context.resources.use(engineKey, async (): Promise<Engine> => {
    const [version, hasBuildx] = await Promise.all([
      ask(context, 'version', '--format', '{{json .}}'),
      useBuildx(context),
    ]);
    if (version.notFound) return { reason: 'there is no docker command on the PATH' };
    if (version.exitCode !== 0) {
      const said = version.lines.at(-1) ?? version.how;
      return { reason: `its daemon does not answer (${said})` };
    }
    if (clientMajor(version.stdout) < firstClientWithoutBuildKit) return { mode: 'buildkit' };
    return { mode: hasBuildx ? 'buildx' : 'legacy' };
  });
}

/** A buildx builder: the named one, or the one in use. Asked once per command. */
export function useBuildxBuilder(context: RunContext, name: string | undefined): Promise<BuildxBuilder> {
  return context.resources.use(builderKey.of(name ?? ''), async (): Promise<BuildxBuilder> => {
    if (!(await useBuildx(context))) return { reason: 'the docker command has no buildx plugin' };
    const end = await ask(context, 'buildx', 'inspect', ...(name === undefined ? [] : [name]));
    const driver = /^Driver:\s*(\S+)/m.exec(end.stdout)?.[1];
    // A builder of another driver that is not running is started by the build; a remote one is somebody else's to start.
    const runs = driver !== 'remote' || builderRuns(end);
    if (end.exitCode === 0 && driver !== undefined && runs) return { driver };
    const which = name === undefined ? 'its builder' : `its builder ${name}`;
    return { reason: `${which} does not answer (${end.lines.at(-1) ?? end.how})` };
  });
}

/** The image that a build loaded into the engine, and what it runs on. */
export async function engineImage(
  context: RunContext,
  given: { readonly idFile: string; readonly env: RunContext['env'] },
): Promise<Extract<BuiltImage, { kind: 'docker' }>> {
  const id = (await readFile(given.idFile, 'utf8')).trim();
  const args = ['image', 'inspect', '--format', '{{json .}}', id];
  const { stdout } = await runChild(context, { file: 'docker', args, env: given.env, timeout: patience });
  const platform = platformOfInspected(stdout);
  return { kind: 'docker', id, platforms: platform === null ? [] : [platform] };
}

/** How a Docker command ended; names an engine or builder that has gone away meanwhile. */
export async function howDockerEnded(
  context: RunContext,
  given: { readonly what: string; readonly end: Pick<ChildEnd, 'how'>; readonly builder?: string | undefined },
): Promise<string> {
  const { what, end, builder } = given;
  const how = `${what}: ${end.how}`;
  if (builder !== undefined) {
    const inspected = await ask(context, 'buildx', 'inspect', builder);
    return builderRuns(inspected) ? how : `${how}, and builder ${builder} does not answer any more`;
  }
  const version = await ask(context, 'version', '--format', '{{json .}}');
  return version.exitCode === 0 ? how : `${how}, and its daemon does not answer any more`;
}

/** `docker buildx inspect` succeeds for a builder that is down, and says so in its output. */
function builderRuns({ exitCode, stdout }: ChildEnd): boolean {
  return exitCode === 0 && /^Status:\s*running/m.test(stdout);
}

function useBuildx(context: RunContext): Promise<boolean> {
  return context.resources.use(buildxKey, async () => (await ask(context, 'buildx', 'version')).exitCode === 0);
}

function ask(context: RunContext, ...args: readonly string[]): ReturnType<typeof runChild> {
  return runChild(context, { file: 'docker', args, env: context.env, timeout: patience });
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
