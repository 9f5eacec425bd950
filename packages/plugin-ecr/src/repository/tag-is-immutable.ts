import { matchesWildcard } from './matches-wildcard.ts';

/** A repository's setting as DescribeRepositories gives it. */
export interface MutabilitySetting {
  /** `MUTABLE`, `IMMUTABLE`, `MUTABLE_WITH_EXCLUSION` or `IMMUTABLE_WITH_EXCLUSION`; absent means `MUTABLE`. */
  readonly imageTagMutability?: string | undefined;
  readonly imageTagMutabilityExclusionFilters?:
    | readonly { readonly filter?: string | undefined; readonly filterType?: string | undefined }[]
    | undefined;
}

/**
 * Whether ECR itself refuses to overwrite this tag. Exclusion filters turn the setting around for the tags they match;
 * `*` stands for any characters.
 *
 * Source: ECR DescribeRepositories, https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export function tagIsImmutable(setting: MutabilitySetting, tag: string): boolean {
  const mode = setting.imageTagMutability ?? 'MUTABLE';
  const excluded =
    mode.endsWith('_WITH_EXCLUSION') &&
    (setting.imageTagMutabilityExclusionFilters ?? []).some(({ filter }) => matchesWildcard(filter ?? '', tag));
  return mode.startsWith('IMMUTABLE') !== excluded;
}
