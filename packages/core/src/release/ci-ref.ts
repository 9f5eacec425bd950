import type { GitRef, RefOrigin } from './git-facts.ts';

/** What a CI's variables say about the pipeline. */
export interface CiRef {
  readonly origin: Exclude<RefOrigin, 'option' | 'git'>;
  /** Null for a merge or pull request: its source branch may be anybody's, so it counts as no branch at all. */
  readonly ref: GitRef | null;
  /** Full commit id, when the CI tells it. */
  readonly commit: string | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The ref and commit that a CI runs for, from its variables; null when there is no CI. */
export function ciRef(env: Env): CiRef | null {
  return gitlab(env) ?? github(env) ?? bitbucket(env) ?? circleci(env) ?? buildkite(env);
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitlab(env: Env): CiRef | null {
  if (!given(env.GITLAB_CI) && !given(env.CI_COMMIT_TAG) && !given(env.CI_COMMIT_BRANCH)) return null;
  return { origin: 'gitlab', ref: refOf(env.CI_COMMIT_TAG, env.CI_COMMIT_BRANCH), commit: commitOf(env.CI_COMMIT_SHA) };
}

/** https://docs.github.com/actions/reference/workflows-and-actions/variables: `GITHUB_REF` is the full name. */
function github(env: Env): CiRef | null {
  if (env.GITHUB_ACTIONS !== 'true' && !given(env.GITHUB_REF)) return null;
  const full = /^refs\/(heads|tags)\/(.+)$/.exec(env.GITHUB_REF ?? '');
  const type = full?.[1] === 'tags' ? 'tag' : 'branch';
  const ref = full?.[2] === undefined ? null : ({ type, name: full[2] } as const);
  return { origin: 'github', ref: ref ?? namedRef(env), commit: commitOf(env.GITHUB_SHA) };
}

function namedRef({ GITHUB_REF, GITHUB_REF_TYPE: type, GITHUB_REF_NAME: name }: Env): GitRef | null {
  if (given(GITHUB_REF) || !given(name) || (type !== 'tag' && type !== 'branch')) return null;
  return { type, name };
}

/** https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ */
function bitbucket(env: Env): CiRef | null {
  if (!given(env.BITBUCKET_BUILD_NUMBER)) return null;
  const branch = given(env.BITBUCKET_PR_ID) ? undefined : env.BITBUCKET_BRANCH;
  return { origin: 'bitbucket', ref: refOf(env.BITBUCKET_TAG, branch), commit: commitOf(env.BITBUCKET_COMMIT) };
}

/** https://circleci.com/docs/variables/: a fork's pull request has the branch `pull/<number>`. */
function circleci(env: Env): CiRef | null {
  if (env.CIRCLECI !== 'true') return null;
  const branch = given(env.CIRCLE_PR_NUMBER) ? undefined : env.CIRCLE_BRANCH;
  return { origin: 'circleci', ref: refOf(env.CIRCLE_TAG, branch), commit: commitOf(env.CIRCLE_SHA1) };
}

/** https://buildkite.com/docs/pipelines/configure/environment-variables: `BUILDKITE_PULL_REQUEST` is a number or `false`. */
function buildkite(env: Env): CiRef | null {
  if (env.BUILDKITE !== 'true') return null;
  const request = given(env.BUILDKITE_PULL_REQUEST) && env.BUILDKITE_PULL_REQUEST !== 'false';
  const branch = request ? undefined : env.BUILDKITE_BRANCH;
  return { origin: 'buildkite', ref: refOf(env.BUILDKITE_TAG, branch), commit: commitOf(env.BUILDKITE_COMMIT) };
}

function refOf(tag: string | undefined, branch: string | undefined): GitRef | null {
  if (given(tag)) return { type: 'tag', name: tag };
  return given(branch) ? { type: 'branch', name: branch } : null;
}

function commitOf(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text) ? text : null;
}

function given(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
