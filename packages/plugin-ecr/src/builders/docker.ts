import type { RunContext, StepContext } from '@funade/core';
import { runChild } from '@funade/core/node';
import { cacheOfBuild } from '../image/cache-of-build.ts';
import { useDockerLogin } from '../login/docker-config.ts';
import { buildFailed } from '../model/build-errors.ts';
import { checkSecrets, idFileFor, registriesOf } from './build-options.ts';
import type { Builder, BuildStepInput, BuiltImage } from './builder.ts';
import type { BuilderState } from './choose-builder.ts';
import { dockerBuildArgs } from './docker-build-args.ts';
import { engineImage, howDockerEnded, useEngine } from './docker-engine.ts';

/** Builds with `docker build`: with BuildKit where the client has it, without otherwise. */
export const docker: Builder = {
  name: 'docker',

  async probe(context: RunContext): Promise<BuilderState> {
    const engine = await useEngine(context);
    if ('reason' in engine) return { ready: false, reason: engine.reason };
    return { ready: true, lacks: engine.mode === 'legacy' ? ['secrets', 'ssh'] : [] };
  },

  async build(input: BuildStepInput, context: StepContext): Promise<BuiltImage> {
    const engine = await useEngine(context);
    if ('reason' in engine) throw buildFailed(input.repository, engine.reason, []);
    if (engine.mode === 'legacy') {
      context.warn('this Docker has no BuildKit: builds are slower and their timestamps differ; install docker-buildx');
    }
    await checkSecrets(input, context);
    const { build, repositoryUri } = input;
    const env = await useDockerLogin(context, await registriesOf(input, context));
    const idFile = await idFileFor(input, context);
    const cache = cacheOfBuild({ build, repositoryUri, cacheable: false, byDefault: false });
    const end = await runChild(context, {
      file: 'docker',
      args: dockerBuildArgs(input, engine.mode, { idFile, cache }),
      cwd: context.root,
      env: {
        ...env,
        DOCKER_BUILDKIT: engine.mode === 'legacy' ? '0' : '1',
        SOURCE_DATE_EPOCH: String(input.sourceDateEpoch),
      },
      onLine: (line) => context.output(line),
    });
    if (end.exitCode !== 0) {
      throw buildFailed(input.repository, await howDockerEnded(context, { what: 'docker build', end }), end.lines);
    }
    return engineImage(context, { idFile, env });
  },
};
