import type { TokenClaims } from './token-claims.ts';

/**
 * Why a role may refuse a token whose signature is good, the likeliest first. STS does not say which condition of the
 * trust policy failed, so these are read from the subject that was presented.
 */
export function refusalCauses({ subject }: Pick<TokenClaims, 'subject'>): readonly string[] {
  const causes = rules.flatMap(({ when, says }) => {
    const match = when.exec(subject);
    return match === null ? [] : [says(match.groups ?? {})];
  });
  return [...causes, ...always];
}

interface Rule {
  readonly when: RegExp;
  says(groups: Readonly<Record<string, string>>): string;
}

/** Forms of GitHub: https://docs.github.com/en/actions/reference/security/oidc; of GitLab: https://docs.gitlab.com/ci/secrets/id_token_authentication/ */
const rules: readonly Rule[] = [
  {
    when: /^repo:(?<owner>[^/@]+)@\d+\/(?<name>[^:@]+)@\d+:/,
    says: ({ owner, name }) =>
      `the subject has GitHub's immutable form, with ids; a policy in the classic form \`repo:${owner}/${name}:…\` does not accept it`,
  },
  {
    when: /^repo:.*:environment:(?<environment>.+)$/,
    says: ({ environment }) =>
      `the job uses the GitHub environment ${environment}, so the subject ends in \`environment:${environment}\`; a policy for \`ref:…\` does not accept it`,
  },
  {
    when: /:ref:refs\/tags\//,
    says: () =>
      'a tag started the run, so the subject has `refs/tags/…`; a policy for `refs/heads/…` does not accept it',
  },
  {
    when: /:ref:refs\/heads\//,
    says: () =>
      'a branch started the run, so the subject has `refs/heads/…`; a policy for `refs/tags/…` or `environment:…` does not accept it',
  },
  {
    when: /^repo:.*:pull_request$/,
    says: () => 'a pull request started the run, so the subject names no ref; a policy for `ref:…` does not accept it',
  },
  {
    when: /:ref_type:tag:/,
    says: () =>
      'a tag started the pipeline, so the subject has `ref_type:tag`; a policy for `ref_type:branch` does not accept it',
  },
  {
    when: /:ref_type:branch:/,
    says: () =>
      'a branch started the pipeline, so the subject has `ref_type:branch`; a policy for `ref_type:tag` does not accept it',
  },
  {
    when: /^(?:repo|project_path):(?<path>[^:]*[A-Z][^:]*):/,
    says: ({ path }) => `letter case counts: the subject says \`${path}\``,
  },
];

const always: readonly string[] = [
  'a `*` in the policy needs the operator StringLike; StringEquals takes it literally',
  'the role does not exist',
];
