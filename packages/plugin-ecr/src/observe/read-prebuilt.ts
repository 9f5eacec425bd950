import type { RunContext } from '@funade/core';
import type { PrebuiltImage } from '../image/distinct-images.ts';
import { useRegistryClient } from '../login/registry-login.ts';
import { userForHost } from '../login/user-for-host.ts';
import { imageInaccessible, prebuiltUnreadable, repositoryMissing } from '../model/errors.ts';
import type { PrebuiltFact } from '../model/facts.ts';
import { imageNameParts, parseImageReference, splitRepositoryUri } from '../registry/image-reference.ts';
import { describeImage, readManifest } from '../registry/read-image.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { RegistryFault } from '../registry/registry-fault.ts';
import { nearestRepositories } from '../repository/read-repositories.ts';
import { readTag } from './read-tagged-image.ts';

/**
 * What there is of a prebuilt image; null when there is no such image. `repositoryUri` gives the URI of a repository of the
 * environment, null when there is none.
 *
 * @throws PREBUILT_UNREADABLE, IMAGE_INACCESSIBLE, ECR_REPOSITORY_MISSING, REGISTRY_ERROR; AWS errors
 */
export async function readPrebuilt(
  image: PrebuiltImage,
  repositoryUri: (name: string) => string | null,
  context: RunContext,
): Promise<PrebuiltFact> {
  const { client, name, reference, uri } = await locate(image, repositoryUri, context);
  try {
    const manifest = await readManifest(client, name, reference);
    if (manifest === null) return await refuseHidden(image, reference, context);
    const { digest, platforms } = await describeImage(client, name, manifest);
    return { uri, digest, platforms: [...platforms] };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof RegistryFault)) throw error;
    throw prebuiltUnreadable(image.name, error.message, error);
  }
}

/**
 * A pull answers an image in the archive as if there were none; null when there is none indeed.
 *
 * @throws IMAGE_INACCESSIBLE
 */
async function refuseHidden({ repository }: PrebuiltImage, reference: string, context: RunContext): Promise<null> {
  if (repository === null) return null;
  const answer = await readTag(context, repository, reference);
  if (answer.kind !== 'inaccessible') return null;
  throw imageInaccessible({ repository, tag: reference, reason: answer.status });
}

async function locate(
  { repository, prebuilt }: PrebuiltImage,
  repositoryUri: (name: string) => string | null,
  context: RunContext,
): Promise<{
  readonly client: RegistryClient;
  readonly name: string;
  readonly reference: string;
  readonly uri: string;
}> {
  if (typeof prebuilt === 'string') {
    const { host, name, reference } = parseImageReference(prebuilt);
    const user = await userForHost(context, host, '');
    const client = new RegistryClient({ host, user, context });
    return { client, name, reference, uri: imageNameParts(prebuilt).repository };
  }
  const uri = repositoryUri(repository ?? '');
  if (uri === null) {
    const missing = [repository ?? ''];
    const nearest = await nearestRepositories(context, missing);
    throw repositoryMissing(missing, context.environment, {
      nearest,
      hint: 'check the name that `repository` has beside `prebuilt`',
    });
  }
  const { host, name } = splitRepositoryUri(uri);
  const reference = 'tag' in prebuilt ? prebuilt.tag : prebuilt.digest;
  return { client: await useRegistryClient(context, host), name, reference, uri };
}
