import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext, StepContext } from '@funade/core';
import { type ChildEnd, runChild } from '@funade/core/node';
import { cacheOfBuild } from '../image/cache-of-build.ts';
import { useAuthFile } from '../login/docker-config.ts';
import { buildFailed } from '../model/build-errors.ts';
import { useTempFolder } from '../process/temp-folder.ts';
import { checkSecrets, idFileFor, registriesOf } from './build-options.ts';
import type { Builder, BuildStepInput, BuiltImage } from './builder.ts';
import type { BuilderState } from './choose-builder.ts';
import { containersBuildArgs } from './containers-build-args.ts';
import { finishLayout } from './finish-layout.ts';

/** How long the command has to say that it works, in milliseconds. */
const patience = 15_000;

/** Builds with `podman` or `buildah`, without a daemon; what they make is copied into an OCI layout and pushed by us. */
export function containersBuilder(name: 'podman' | 'buildah'): Builder {
  return {
    name,

    async probe(context: RunContext): Promise<BuilderState> {
      const end = await runChild(context, { file: name, args: ['info'], env: context.env, timeout: patience });
      if (end.notFound) return { ready: false, reason: `there is no ${name} command on the PATH` };
      if (end.exitCode !== 0) return { ready: false, reason: `it does not work here (${end.lines.at(-1) ?? end.how})` };
      return { ready: true, lacks: [] };
    },

    async build(input: BuildStepInput, context: StepContext): Promise<BuiltImage> {
      await checkSecrets(input, context);
      const env = await useAuthFile(context, await registriesOf(input, context));
      const run = async (args: readonly string[], what: string): Promise<ChildEnd> => {
        const onLine = (line: string): void => context.output(line);
        const end = await runChild(context, { file: name, args, cwd: context.root, env, onLine });
        if (end.exitCode !== 0) throw buildFailed(input.repository, `${name} ${what}: ${end.how}`, end.lines);
        return end;
      };
      const layout = join(await mkdtemp(join((await useTempFolder(context)).path, 'build-')), 'layout');
      const list = (input.build.platforms?.length ?? 0) > 1 ? `localhost/funade-${context.random.uuid()}` : null;
      const idFile = await idFileFor(input, context);
      const { build, repositoryUri } = input;
      const cache = cacheOfBuild({ build, repositoryUri, cacheable: false, byDefault: false });
      await run(containersBuildArgs(input, { idFile, list, cache }), 'build');
      if (list === null) {
        const id = (await readFile(idFile, 'utf8')).trim();
        await run(['push', '--quiet', '--format', 'oci', id, `oci:${layout}`], 'push');
      } else {
        await run(['manifest', 'push', '--quiet', '--all', '--format', 'oci', list, `oci:${layout}`], 'manifest push');
        await run(['manifest', 'rm', list], 'manifest rm');
      }
      return finishLayout(layout, input);
    },
  };
}
