import type { World } from '@funade/core';
import { prebuiltUnreadable, repositoryMissing } from './errors.ts';
import type { PrebuiltFact } from './facts.ts';
import { imageNameParts, parseImageReference, splitRepositoryUri } from './registry/image-reference.ts';
import { describeImage, readManifest } from './registry/read-image.ts';
import { RegistryClient, RegistryFault } from './registry/registry-client.ts';
import { userForHost } from './registry/user-for-host.ts';
import { useRegistryClient } from './registry-login.ts';
import type { PrebuiltImage } from './rules/distinct-images.ts';

/**
 * What there is of a prebuilt image; null when there is no such image. `repositoryUri` gives the URI of a repository of the
 * environment, null when there is none.
 *
 * @throws PREBUILT_UNREADABLE, ECR_REPOSITORY_MISSING, REGISTRY_ERROR; AWS errors
 */
export async function readPrebuilt(
  image: PrebuiltImage,
  repositoryUri: (name: string) => string | null,
  world: World,
): Promise<PrebuiltFact> {
  const { client, name, reference, uri } = await locate(image, repositoryUri, world);
  try {
    const manifest = await readManifest(client, name, reference);
    if (manifest === null) return null;
    const { digest, platforms } = await describeImage(client, name, manifest);
    return { uri, digest, platforms: [...platforms] };
  } catch (error) {
    world.signal.throwIfAborted();
    if (!(error instanceof RegistryFault)) throw error;
    throw prebuiltUnreadable(image.name, error.message, error);
  }
}

async function locate(
  { repository, prebuilt }: PrebuiltImage,
  repositoryUri: (name: string) => string | null,
  world: World,
): Promise<{
  readonly client: RegistryClient;
  readonly name: string;
  readonly reference: string;
  readonly uri: string;
}> {
  if (typeof prebuilt === 'string') {
    const { host, name, reference } = parseImageReference(prebuilt);
    const user = await userForHost(world, host, '');
    const client = new RegistryClient({ host, user, clock: world.clock, signal: world.signal });
    return { client, name, reference, uri: imageNameParts(prebuilt).repository };
  }
  const uri = repositoryUri(repository ?? '');
  if (uri === null) throw repositoryMissing([repository ?? ''], world.environment);
  const { host, name } = splitRepositoryUri(uri);
  const reference = 'tag' in prebuilt ? prebuilt.tag : prebuilt.digest;
  return { client: await useRegistryClient(world, host), name, reference, uri };
}
