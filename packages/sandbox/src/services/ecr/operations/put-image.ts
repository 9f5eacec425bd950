import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { sha256 } from '../../registry/blob-store.ts';
import { RegistryFault } from '../../registry/registry-fault.ts';
import type { RegistryState, Repository, StoredImage } from '../../registry/state.ts';
import { MissingParts, storeManifest } from '../../registry/store-manifest.ts';
import { immutableText, isTagImmutable } from '../../registry/tag-mutability.ts';
import { findRepository } from '../find.ts';
import { invalidParameter, text } from '../input.ts';
import { imageView } from '../views.ts';

/** Stores a manifest whose layers are there already, or gives a tag to one that is there itself. */
export const putImage: Operation<RegistryState> = async (state, { input, now }) => {
  const repository = findRepository(state, input);
  const manifest = text(input, 'imageManifest');
  if (manifest === null) throw invalidParameter('imageManifest', 'must not be null');
  const bytes = Buffer.from(manifest);
  const digest = sha256(bytes);
  const tag = text(input, 'imageTag');
  checkDigest(input, digest);
  checkTag(state, repository, { tag, digest });
  const mediaType = text(input, 'imageManifestMediaType');
  const image = await storeManifest(state, repository, { bytes, mediaType, said: null, now }).catch(refuse);
  if (tag !== null) repository.tags.set(tag, image.digest);
  return { image: imageView(state, repository, { image, tag }) };
};

function checkDigest(input: WireObject, digest: string): void {
  const wanted = text(input, 'imageDigest');
  if (wanted === null || wanted === digest) return;
  throw new AwsFault('ImageDigestDoesNotMatchException', `The image digest '${wanted}' does not match '${digest}'`);
}

interface Tagging {
  readonly tag: string | null;
  readonly digest: string;
}

function checkTag({ account }: RegistryState, repository: Repository, { tag, digest }: Tagging): void {
  const isSame = tag === null ? repository.images.has(digest) : repository.tags.get(tag) === digest;
  if (isSame) {
    const place = `in the repository with name '${repository.name}' in registry with id '${account}'`;
    throw new AwsFault(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag}' already exists ${place}`,
    );
  }
  if (tag !== null && repository.tags.has(tag) && isTagImmutable(repository, tag)) {
    throw new AwsFault('ImageTagAlreadyExistsException', immutableText(repository.name, tag));
  }
}

function refuse(error: unknown): StoredImage {
  if (error instanceof MissingParts) {
    const code = error.kind === 'layers' ? 'LayersNotFoundException' : 'ReferencedImagesNotFoundException';
    throw new AwsFault(code, error.message);
  }
  if (error instanceof RegistryFault) throw new AwsFault('InvalidParameterException', error.message);
  throw error;
}
