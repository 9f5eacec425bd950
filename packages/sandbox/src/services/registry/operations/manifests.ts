import { readLimited } from '../../../wire/http.ts';
import { findRepository, resolveReference } from '../find-repository.ts';
import { isDigest } from '../is-digest.ts';
import type { RegistryCall, RegistryOperation } from '../registry-call.ts';
import { RegistryFault } from '../registry-fault.ts';
import type { Repository, StoredImage } from '../state.ts';
import { storeManifest } from '../store-manifest.ts';
import { immutableText, isTagImmutable } from '../tag-mutability.ts';

const limit = 4 * 1024 * 1024;

/** GET and HEAD: the manifest of a tag or digest, as it was pushed. */
export const getManifest: RegistryOperation = (call) => {
  const image = findImage(findRepository(call.state, call.repository), call);
  if (call.method === 'GET') image.pulledAt = call.now;
  return {
    status: 200,
    headers: {
      'content-type': image.mediaType,
      'content-length': String(image.manifest.length),
      'docker-content-digest': image.digest,
    },
    body: image.manifest,
  };
};

/** PUT by tag or by digest. */
export const putManifest: RegistryOperation = async (call) => {
  const { state, reference, headers, body, now } = call;
  const repository = findRepository(state, call.repository);
  const bytes = await readLimited(body, limit);
  if (bytes === null)
    throw new RegistryFault('SIZE_INVALID', `manifest is larger than ${limit} bytes`, { status: 413 });
  const byTag = !reference.includes(':');
  if (byTag && !/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(reference)) {
    throw new RegistryFault('TAG_INVALID', `'${reference}' is not a tag`, { status: 400 });
  }
  if (byTag && repository.tags.has(reference) && isTagImmutable(repository, reference)) {
    throw new RegistryFault('TAG_INVALID', immutableText(repository.name, reference), { status: 400 });
  }
  const image = await storeManifest(state, repository, {
    bytes,
    mediaType: headers['content-type'] ?? null,
    said: byTag ? null : reference,
    now,
  });
  if (byTag) repository.tags.set(reference, image.digest);
  return {
    status: 201,
    headers: {
      location: `/v2/${repository.name}/manifests/${image.digest}`,
      'docker-content-digest': image.digest,
      ...(image.subject === null ? {} : { 'oci-subject': image.subject }),
    },
  };
};

/** DELETE: of a tag only the tag, of a digest the image and its tags. */
export const deleteManifest: RegistryOperation = (call) => {
  const repository = findRepository(call.state, call.repository);
  const image = findImage(repository, call);
  if (isDigest(call.reference)) removeImage(repository, image.digest);
  else repository.tags.delete(call.reference);
  return { status: 202, headers: {} };
};

/** Takes an image and its tags out of the repository. */
export function removeImage(repository: Repository, digest: string): void {
  repository.images.delete(digest);
  for (const [tag, tagged] of repository.tags) if (tagged === digest) repository.tags.delete(tag);
}

function findImage(repository: Repository, { reference }: RegistryCall): StoredImage {
  const digest = resolveReference(repository, reference);
  const image = digest === null ? undefined : repository.images.get(digest);
  if (image === undefined) throw new RegistryFault('MANIFEST_UNKNOWN', 'Requested image not found', { status: 404 });
  return image;
}
