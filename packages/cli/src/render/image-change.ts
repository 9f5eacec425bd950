import type { Change, Json, VersionChange } from '@funade/core';
import { formatVersionChange, pathParts, versionStep } from '@funade/core';

/** The parts of an image reference. */
export interface ImageParts {
  /** As it stands in the task definition. */
  readonly reference: string;
  /** With its registry, without tag and digest. */
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:…`, whole. */
  readonly digest: string | null;
}

/** One container's image before and after. */
export interface ImageChange {
  /** Null when the path names none. */
  readonly container: string | null;
  readonly from: ImageParts | null;
  readonly to: ImageParts | null;
  readonly step: VersionChange['step'];
}

/** The change of an image, or null when the change is of something else. */
export function imageChange({ path, from, to, winner }: Change): ImageChange | null {
  if (!path.endsWith('image')) return null;
  const parts = pathParts(path);
  if (parts.at(-1) !== 'image' || !isReference(from) || !isReference(to)) return null;
  if ((from === null && to === null) || winner === 'running') return null;
  const [before, after] = [from, to].map((reference) => (reference === null ? null : imageParts(reference)));
  return {
    container: parts.at(-2) ?? null,
    from: before ?? null,
    to: after ?? null,
    step: versionStep(before?.tag ?? null, after?.tag ?? null),
  };
}

/** `shop/api v1.1.0 → v1.2.0 (minor)`; whole references, their digests shortened, where the repository changes. */
export function imageChangeText({ from, to, step }: ImageChange): string {
  if (from === null || to === null || from.repository !== to.repository) {
    return [from, to].flatMap((image) => (image === null ? [] : [imageText(image)])).join(' → ');
  }
  const [before, after] = [versionText(from), versionText(to)];
  const showStep = step === 'same' || from.tag === null || to.tag === null ? null : step;
  return `${shortRepository(to.repository)} ${formatVersionChange({ from: before, to: after, step: showStep })}`;
}

/** A digest as people read it: `sha256:` and its first twelve digits. */
export function shortDigest(digest: string): string {
  return digest.replace(/^(\w+:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

function imageText(image: ImageParts): string {
  const tag = image.tag === null ? '' : `:${image.tag}`;
  return `${image.repository}${tag}${image.digest === null ? '' : `@${shortDigest(image.digest)}`}`;
}

function versionText({ tag, digest }: ImageParts): string {
  if (digest === null) return tag ?? '(no tag)';
  return `${tag ?? ''}@${shortDigest(digest)}`;
}

/** `shop/api` of `222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api`. */
function shortRepository(repository: string): string {
  return repository.replace(/^(?:localhost|[^/]*[.:][^/]*)\//, '');
}

function imageParts(reference: string): ImageParts {
  const [named = '', digest = null] = reference.split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon === -1
    ? { reference, repository: named, tag: null, digest }
    : { reference, repository: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

function isReference(value: Json): value is string | null {
  return value === null || typeof value === 'string';
}
