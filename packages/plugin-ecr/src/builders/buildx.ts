import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext, StepContext } from '@funade/core';
import { runChild } from '@funade/core/node';
import { cacheOfBuild } from '../image/cache-of-build.ts';
import { useDockerLogin } from '../login/docker-config.ts';
import { buildFailed } from '../model/build-errors.ts';
import type { Build } from '../options/build-options.ts';
import { useTempFolder } from '../process/temp-folder.ts';
import { checkSecrets, idFileFor, registriesOf } from './build-options.ts';
import type { Builder, BuildStepInput, BuiltImage } from './builder.ts';
import type { BuilderState } from './choose-builder.ts';
import { buildxArgs } from './docker-build-args.ts';
import { engineImage, howDockerEnded, useBuildxBuilder, useEngine } from './docker-engine.ts';
import { finishLayout, unpackLayout } from './finish-layout.ts';

/** The driver of builders that are the Docker engine itself: they load images and write no caches in registries. */
const engineDriver = 'docker';

/**
 * Builds with `docker buildx build`. A builder that is the engine loads the image into it; any other (a container, another
 * machine, Kubernetes, Docker Build Cloud) hands us an OCI layout, which we push.
 */
export const buildx: Builder = {
  name: 'buildx',

  async probe(context: RunContext, { builder }: Pick<Build, 'builder'>): Promise<BuilderState> {
    const found = await useBuildxBuilder(context, builder);
    if ('reason' in found) return { ready: false, reason: found.reason };
    if (found.driver !== engineDriver) return { ready: true, lacks: [] };
    const engine = await useEngine(context);
    if ('reason' in engine) return { ready: false, reason: engine.reason };
    return { ready: true, lacks: ['several platforms', 'cache to', 'a cache that is not an image'] };
  },

  async build(input: BuildStepInput, context: StepContext): Promise<BuiltImage> {
    const { build, repositoryUri, repository } = input;
    const found = await useBuildxBuilder(context, build.builder);
    if ('reason' in found) throw buildFailed(repository, found.reason, []);
    await checkSecrets(input, context);
    const env = await useDockerLogin(context, await registriesOf(input, context));
    const ofEngine = found.driver === engineDriver;
    const temp = await mkdtemp(join((await useTempFolder(context)).path, 'build-'));
    const layout = ofEngine ? null : join(temp, 'layout.tar');
    const idFile = await idFileFor(input, context);
    const cacheable = input.cacheable === true;
    const cache = cacheOfBuild({ build, repositoryUri, cacheable, byDefault: !ofEngine });
    const end = await runChild(context, {
      file: 'docker',
      args: buildxArgs(input, { idFile, cache, layout }),
      cwd: context.root,
      env: { ...env, SOURCE_DATE_EPOCH: String(input.sourceDateEpoch) },
      onLine: (line) => context.output(line),
    });
    if (end.exitCode !== 0) {
      const how = await howDockerEnded(context, { what: 'docker buildx build', end, builder: build.builder });
      throw buildFailed(repository, how, end.lines);
    }
    if (layout === null) return engineImage(context, { idFile, env });
    await unpackLayout(layout, join(temp, 'layout'));
    return finishLayout(join(temp, 'layout'), input);
  },
};
