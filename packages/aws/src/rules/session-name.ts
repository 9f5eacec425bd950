import type { RunContext } from '@funade/core';

/** What STS takes as `RoleSessionName`: 2 to 64 of these. */
const longest = 64;
const illegal = /[^\w+=,.@-]+/g;

/** The name a session has in CloudTrail and in ARNs: `funade-<project>-<pipeline>`; on a laptop the user is named. */
export function sessionName({ project, env }: Pick<RunContext, 'project' | 'env'>): string {
  const who = (pipelineOf(env) ?? env.USER ?? env.USERNAME ?? '').replace(illegal, '-').slice(-40);
  const ending = who === '' ? '' : `-${who}`;
  return `funade-${project.replace(illegal, '-')}`.slice(0, longest - ending.length) + ending;
}

/** The pipeline this process runs in, such as `github-9876543210-1` or `gitlab-4711`; null outside of a CI. */
export function pipelineOf(env: RunContext['env']): string | null {
  for (const [ci, ...variables] of pipelines) {
    const [first, ...rest] = variables.map((variable) => env[variable]);
    if (first) return [ci, first, ...rest.filter((value) => value)].join('-');
  }
  return null;
}

/** The variable that names the pipeline comes first. */
const pipelines: readonly (readonly [ci: string, ...variables: string[]])[] = [
  ['github', 'GITHUB_RUN_ID', 'GITHUB_RUN_ATTEMPT'],
  ['gitlab', 'CI_PIPELINE_ID'],
  ['bitbucket', 'BITBUCKET_BUILD_NUMBER'],
  ['circleci', 'CIRCLE_BUILD_NUM'],
  ['buildkite', 'BUILDKITE_BUILD_NUMBER'],
];
