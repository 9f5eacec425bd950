import { AwsFault, type WireObject } from '../../model/service.ts';
import { repositoryMissing, resolveReference } from '../registry/find-repository.ts';
import type { RegistryState, Repository, StoredImage } from '../registry/state.ts';
import { invalidParameter, text } from './input.ts';

const nameShape = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** The `repositoryName` of a request, checked as ECR does. */
export function repositoryName(input: WireObject): string {
  const name = text(input, 'repositoryName') ?? '';
  if (name.length < 2 || name.length > 256 || !nameShape.test(name)) {
    throw invalidParameter('repositoryName', `must satisfy regular expression '${nameShape.source.slice(1, -1)}'`);
  }
  return name;
}

/** The repository a request names. Throws RepositoryNotFoundException, also for a registry of another account. */
export function findRepository(state: RegistryState, input: WireObject): Repository {
  const name = repositoryName(input);
  const registry = text(input, 'registryId') ?? state.account;
  const repository = registry === state.account ? state.repositories.get(name) : undefined;
  if (repository !== undefined) return repository;
  throw new AwsFault('RepositoryNotFoundException', repositoryMissing({ ...state, account: registry }, name));
}

/** An image as requests name it: by digest, tag or both. */
export interface ImageId {
  readonly imageDigest: string | null;
  readonly imageTag: string | null;
}

export function readImageId(input: WireObject): ImageId {
  return { imageDigest: text(input, 'imageDigest'), imageTag: text(input, 'imageTag') };
}

/** Why an image was not found, with the code BatchGetImage has for it. */
export interface ImageFailure {
  readonly code: 'ImageNotFound' | 'ImageTagDoesNotMatchDigest' | 'MissingDigestAndTag' | 'InvalidImageDigest';
  readonly reason: string;
}

/** The image of an id, or why there is none; archived ones only among `any`. */
export function lookUpImage(
  repository: Repository,
  { imageDigest, imageTag }: ImageId,
  among: 'active' | 'any' = 'active',
): StoredImage | ImageFailure {
  const reference = imageDigest ?? imageTag;
  if (reference === null)
    return { code: 'MissingDigestAndTag', reason: 'Invalid request parameters: both tag and digest cannot be null' };
  if (imageDigest !== null && !/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(imageDigest)) {
    return {
      code: 'InvalidImageDigest',
      reason: `Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'`,
    };
  }
  const digest = resolveReference(repository, reference, among);
  const image = digest === null ? undefined : repository.images.get(digest);
  if (image === undefined) return { code: 'ImageNotFound', reason: 'Requested image not found' };
  if (imageTag !== null && repository.tags.get(imageTag) !== digest) {
    return { code: 'ImageTagDoesNotMatchDigest', reason: 'Requested image tag does not match the image digest' };
  }
  return image;
}

export function isFailure(found: StoredImage | ImageFailure): found is ImageFailure {
  return 'code' in found;
}

/** How ECR names an image in its texts. */
export function imageIdText({ imageDigest, imageTag }: ImageId): string {
  return `{imageDigest:'${imageDigest}', imageTag:'${imageTag}'}`;
}

/** The refusal of a request about an image that is not there. */
export function imageNotFound({ account }: RegistryState, repository: Repository, id: ImageId): AwsFault {
  return new AwsFault(
    'ImageNotFoundException',
    `The image with imageId ${imageIdText(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${account}'`,
  );
}
