import type { Explanations } from './explanation.ts';

/** What the codes about this mean: git, tags and releases. */
export const gitCodes: Explanations = {
  GIT_MISSING: {
    exit: 2,
    means: 'The program `git` cannot be started.',
    mend: 'Install git, and make sure that it is on the `PATH` of the job.',
    page: 'tags-and-branches.md',
  },
  NOT_A_REPOSITORY: {
    exit: 2,
    means: 'The folder of the config is not in a git repository. A release is a git tag or a commit.',
    mend: 'Run it in the checkout, or begin with `git init` and a commit.',
    page: 'tags-and-branches.md',
  },
  GIT_FAILED: {
    exit: 2,
    means: 'Git is there and refuses to read the repository, most often because another user owns it.',
    mend: 'Run `git status` there. In a container: `git config --global --add safe.directory <folder>`.',
    page: 'tags-and-branches.md',
  },
  NO_COMMITS: {
    exit: 2,
    means: 'The repository has no commit yet.',
    mend: 'Commit first.',
    page: 'tags-and-branches.md',
  },
  NO_REF: {
    exit: 2,
    means:
      'Nothing says what to deploy: the pipeline is one of a merge or pull request, or a commit without branch and tag is checked out.',
    mend: 'Name a tag with `--tag`, or run the job for a tag or a branch.',
    page: 'tags-and-branches.md',
  },
  REF_NOT_ADMITTED: {
    exit: 8,
    means: 'No tag rule admits this tag or branch to the environment. The message lists the rules.',
    mend: 'Deploy it to an environment that a rule names, or add a rule. A rule must match the whole name.',
    page: 'configuration.md#tag-rules',
  },
  REF_AMBIGUOUS: {
    exit: 2,
    means: 'The commit has several tags that may go to this environment.',
    mend: 'Choose one with `--tag`.',
    page: 'tags-and-branches.md',
  },
  REF_NOT_PROVEN: {
    exit: 8,
    means:
      'The variables of the job name one ref, and its identity token another. Variables can be overridden by whoever starts a pipeline.',
    mend: 'Run the pipeline for the ref itself, or name the tag with `--tag`.',
    page: '../SECURITY.md',
  },
  TAG_UNKNOWN: {
    exit: 2,
    means: 'There is no such git tag in this clone.',
    mend: 'Check the spelling, or fetch: `git fetch --tags`.',
    page: 'tags-and-branches.md',
  },
  TAG_NOT_FETCHED: {
    exit: 8,
    means:
      'The variables of the CI name a tag that the checkout does not have, so nothing proves that it is this commit.',
    mend: 'Fetch tags: `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
    page: 'ci/gitlab.md#the-clone',
  },
  TAG_NOT_CHECKED_OUT: {
    exit: 8,
    means: 'The tag is another commit than the one that is checked out. A build would not be what the tag says.',
    mend: '`git checkout <tag>`, and run it again.',
    page: 'tags-and-branches.md',
  },
  TAG_SERVICE_UNKNOWN: {
    exit: 8,
    means:
      'The tag names a service (by the group `service` of its rule) that the config does not have or that the rule does not admit.',
    mend: 'Correct the tag or the rule.',
    page: 'configuration.md#tag-rules',
  },
  TAG_RULE_ENDLESS: {
    exit: 2,
    means: 'The expression of a tag rule needs too long to match: it repeats a repetition.',
    mend: 'Write `v[0-9]+` instead of `(v[0-9]*)*`.',
    page: 'configuration.md#tag-rules',
  },
  COMMIT_NOT_CHECKED_OUT: {
    exit: 8,
    means: 'The pipeline runs for one commit, and another one is checked out.',
    mend: 'Check out the commit of the pipeline, or name a tag with `--tag`.',
    page: 'tags-and-branches.md',
  },
  SERVICE_NOT_ADMITTED: {
    exit: 8,
    means: '`--service` names a service that this tag or branch does not deploy.',
    mend: 'Leave out `--service`, or deploy the service by a ref of its own.',
    page: 'configuration.md#tag-rules',
  },
  MOVING_TAG: {
    exit: 8,
    means:
      'The image tag would be a name that moves, such as `latest` or the name of the branch. Nothing would say which commit runs, and there would be no revision to go back to.',
    mend: 'Write `{{release.branch}}-{{release.shortCommit}}` for a branch, `{{release.version}}` for a tag.',
    page: 'tags-and-branches.md#what-the-95-pipelines-do',
  },
  IMAGE_TAG_INVALID: {
    exit: 2,
    means: 'The template of the image tag gives a text that no registry takes.',
    mend: 'Use letters, digits, `.`, `_` and `-`, at most 128.',
    page: 'configuration.md#tag-rules',
  },
  DOWNGRADE: {
    exit: 8,
    means: 'What runs is newer than what would be deployed, by its version or by the history of git.',
    mend: 'Deploy the newer release, or use `funade rollback`. `--allow-downgrade` deploys the older one anyway.',
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  ORDER_UNKNOWN: {
    exit: 8,
    means:
      "Whether the release comes after the one that runs is not known, often because the clone is shallow. With `order: 'strict'` it is refused, else it is a warning.",
    mend: 'Fetch the whole history (`fetch-depth: 0`, `GIT_DEPTH: 0`). `--allow-downgrade` deploys anyway.',
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  ORDER_UNRELATED: {
    exit: 'warning',
    means:
      "Neither the running commit nor the one to deploy comes after the other, as with a hot fix on an older line. With `order: 'strict'` such a release is refused (`ORDER_UNKNOWN`).",
    mend: 'Merge one into the other, or pass `--allow-downgrade` if it is meant.',
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  CHANGED_SINCE_UNKNOWN: {
    exit: 2,
    means: '`--changed-since` names a ref that this clone does not have.',
    mend: 'Fetch it; a shallow clone needs `git fetch --unshallow --tags`.',
    page: 'pipelines.md#only-what-has-changed',
  },
  CHANGED_SINCE_UNRELATED: {
    exit: 2,
    means: 'The release and the branch of `--changed-since` have no common commit in this clone.',
    mend: 'Fetch the whole history, or name a tag or a commit, which is compared as it is.',
    page: 'pipelines.md#only-what-has-changed',
  },
};
