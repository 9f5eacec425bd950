/** Tags of images as the rules for branches have them, and what is to be said of them. */
export interface ImageTag {
  readonly template: string;
  /** Tags that images do not get any more. */
  readonly dropped: readonly string[];
}

const otherwise = '{{release.branch}}-{{release.shortCommit}}';

/**
 * The tag that images of a branch get. It says the commit, and is of the release alone; a tag that moves, such as `latest`, is not
 * given.
 */
export function imageTagOf(tags: readonly string[]): ImageTag {
  const known = tags.map((tag) =>
    tag.replaceAll(/\{\{(?:env "CI_COMMIT_REF_SLUG"|env "CI_COMMIT_REF_NAME")\}\}/g, '{{release.branch}}'),
  );
  const fitting = known.find(
    (tag) => /\{\{release\.(?:shortCommit|commit)\}\}/.test(tag) && !/\{\{(?!release\.)/.test(tag),
  );
  return { template: fitting ?? otherwise, dropped: tags.filter((_, index) => known[index] !== fitting) };
}
