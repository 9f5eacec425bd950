import { isStringLike } from '../../identity/string-like.ts';
import type { Repository } from './state.ts';

/** Whether a tag that is there may be moved. Exclusion patterns turn the repository's rule around for the tags they match. */
export function isTagImmutable(
  { mutability, exclusions }: Pick<Repository, 'mutability' | 'exclusions'>,
  tag: string,
): boolean {
  const excluded = exclusions.some((pattern) => isStringLike(pattern, tag));
  switch (mutability) {
    case 'MUTABLE':
      return false;
    case 'IMMUTABLE':
      return true;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return !excluded;
    case 'MUTABLE_WITH_EXCLUSION':
      return excluded;
  }
}

/** The text ECR has for a tag that cannot be moved. */
export function immutableText(repository: string, tag: string): string {
  return `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`;
}
