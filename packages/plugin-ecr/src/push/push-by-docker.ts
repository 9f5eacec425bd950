import type { StepContext } from '@funade/core';
import { runChild } from '@funade/core/node';
import type { BuiltImage } from '../builders/builder.ts';
import { howDockerEnded } from '../builders/docker-engine.ts';
import { useDockerLogin } from '../login/docker-config.ts';
import { builtImageGone } from '../model/build-errors.ts';
import { pushFailed, pushRefused } from '../model/registry-errors.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { RegistryFault } from '../registry/registry-fault.ts';

/** Pushes an image of the engine with `docker push`. */
export async function pushByDocker(
  given: {
    readonly repository: string;
    readonly repositoryUri: string;
    readonly tag: string;
    readonly built: Extract<BuiltImage, { kind: 'docker' }>;
  },
  client: RegistryClient,
  context: StepContext,
): Promise<void> {
  const env = await useDockerLogin(context, splitRepositoryUri(given.repositoryUri));
  const image = `${given.repositoryUri}:${given.tag}`;
  const tagged = await runChild(context, { file: 'docker', args: ['tag', given.built.id, image], env });
  if (tagged.exitCode !== 0) throw builtImageGone(given.repository);
  const end = await runChild(context, {
    file: 'docker',
    args: ['push', image],
    env,
    onLine: (line) => context.output(line),
  });
  if (end.exitCode === 0) return;
  const name = `${given.repository}:${given.tag}`;
  const said = { evidence: end.lines };
  if (await isDenied(client, splitRepositoryUri(given.repositoryUri).name)) {
    throw pushRefused(name, `docker push: ${end.how}`, said);
  }
  throw pushFailed(name, await howDockerEnded(context, { what: 'docker push', end }), said);
}

/** Whether the registry does not let this user begin a push; asked of the registry, since Docker only has texts. */
async function isDenied(client: RegistryClient, name: string): Promise<boolean> {
  try {
    await client.call({ method: 'POST', path: `${name}/blobs/uploads/` });
    return false;
  } catch (error) {
    return error instanceof RegistryFault && (error.status === 401 || error.status === 403);
  }
}
