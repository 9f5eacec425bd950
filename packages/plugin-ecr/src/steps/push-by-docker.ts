import type { StepContext } from '@funade/core';
import type { BuiltImage } from '../builders/builder.ts';
import { useDockerLogin } from '../docker-config.ts';
import { builtImageGone, pushFailed } from '../errors.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { runChild } from '../run-child.ts';

/** Pushes an image of the engine with `docker push`. */
export async function pushByDocker(
  given: {
    readonly repository: string;
    readonly repositoryUri: string;
    readonly tag: string;
    readonly built: Extract<BuiltImage, { kind: 'docker' }>;
  },
  context: StepContext,
): Promise<void> {
  const env = await useDockerLogin(context, splitRepositoryUri(given.repositoryUri).host);
  const image = `${given.repositoryUri}:${given.tag}`;
  const tagged = await runChild(context, { file: 'docker', args: ['tag', given.built.id, image], env });
  if (tagged.exitCode !== 0) throw builtImageGone(given.repository);
  const end = await runChild(context, {
    file: 'docker',
    args: ['push', image],
    env,
    onLine: (line) => context.output(line),
  });
  if (end.exitCode !== 0) {
    throw pushFailed(`${given.repository}:${given.tag}`, `docker push: ${end.how}`, new Error(end.lines.join('\n')));
  }
}
