import type { JsonObject } from '@funade/core';
import type { RefWildcard } from './ref-wildcard.ts';
import { type PolicyDocument, policyOf } from './statement.ts';

/** Whose jobs a role trusts. What is null is not known, and what cannot do without it is refused. */
export type TrustedCi =
  | {
      readonly ci: 'gitlab';
      /** `https://gitlab.com`, or the URL of one's own. */
      readonly url: string;
      /** `group/project`. */
      readonly project: string;
      /** A key of policies on gitlab.com alone. */
      readonly projectId: string | null;
      /** Only jobs of protected refs; on gitlab.com alone. */
      readonly protected: boolean;
    }
  | {
      readonly ci: 'github';
      /** `https://token.actions.githubusercontent.com`, or that of a GitHub of one's own. */
      readonly url: string;
      readonly owner: string;
      readonly repository: string;
      readonly ownerId: string | null;
      readonly repositoryId: string | null;
      /** A deployment environment, which then stands in the place of the ref; null: none. */
      readonly environment: string | null;
    }
  | { readonly ci: 'circleci'; readonly organizationId: string; readonly projectId: string }
  | {
      readonly ci: 'bitbucket';
      readonly workspace: string;
      readonly workspaceId: string;
      readonly repositoryId: string;
      readonly environmentId: string | null;
    }
  | { readonly ci: 'buildkite'; readonly organization: string; readonly pipeline: string };

/** Where a role is, and which refs of the project may have it. */
export interface TrustSetting {
  readonly partition: string;
  readonly account: string;
  /** From the tag rules of the environment. */
  readonly refs: readonly RefWildcard[];
  /** What tokens are made for, where the job says it. */
  readonly audience: string;
}

/** The identity provider of a CI, and the trust policy of the role that its jobs assume. */
export interface CiTrust {
  readonly provider: { readonly arn: string; readonly url: string; readonly clientIds: readonly string[] };
  readonly document: PolicyDocument;
  /** What the policy cannot say. */
  readonly notes: readonly string[];
}

/**
 * The trust policy that lets in the jobs of one project, for the refs that the tag rules admit, and nobody else. `sub` always stands in it:
 * without it a role is open to everybody of the same issuer.
 *
 * Forms: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html and the pages of each CI.
 */
export function ciTrust(ci: TrustedCi, { partition, account, refs, audience }: TrustSetting): CiTrust {
  const { url, aud, subjects, more, notes } = claimsOf(ci, refs, audience);
  const host = url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const arn = `arn:${partition}:iam::${account}:oidc-provider/${host}`;
  const literal = subjects.every((subject) => !/[*?]/.test(subject));
  const equal = keyed(host, { aud, ...more, ...(literal ? { sub: one(subjects) } : {}) });
  const condition: JsonObject = {
    StringEquals: equal,
    ...(literal ? {} : { StringLike: keyed(host, { sub: one(subjects) }) }),
  };
  return {
    provider: { arn, url, clientIds: [aud] },
    document: policyOf([
      {
        Effect: 'Allow',
        Principal: { Federated: arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ]),
    notes,
  };
}

interface Claims {
  readonly url: string;
  readonly aud: string;
  readonly subjects: readonly string[];
  /** Further claims that are keys of policies. */
  readonly more: JsonObject;
  readonly notes: readonly string[];
}

function claimsOf(ci: TrustedCi, refs: readonly RefWildcard[], audience: string): Claims {
  const open = refs.some(({ pattern }) => pattern === '*')
    ? [
        'a tag rule begins and ends with what is not literal: the trust policy lets in every tag or branch of the project',
      ]
    : [];
  switch (ci.ci) {
    case 'gitlab': {
      const own = ci.url !== 'https://gitlab.com';
      const ids = own || ci.projectId === null ? {} : { project_id: ci.projectId };
      const guarded = own || !ci.protected ? {} : { ref_protected: 'true' };
      return {
        url: ci.url,
        aud: audience,
        subjects: refs.map(({ type, pattern }) => `project_path:${ci.project}:ref_type:${type}:ref:${pattern}`),
        more: { ...ids, ...guarded },
        notes: [
          ...open,
          ...(own
            ? ['STS must reach the instance: its /.well-known/openid-configuration and keys, over HTTPS']
            : ci.projectId === null
              ? ['with --id project=<id>, a project that takes over the path later is kept out']
              : []),
          ...(own || ci.protected ? [] : ['with --protected, only protected branches and tags are let in']),
        ],
      };
    }
    case 'github': {
      const { owner, repository, ownerId, repositoryId } = ci;
      const names = [
        `${owner}/${repository}`,
        ...(ownerId === null || repositoryId === null ? [] : [`${owner}@${ownerId}/${repository}@${repositoryId}`]),
      ];
      const ends =
        ci.environment === null
          ? refs.map(({ type, pattern }) => `ref:refs/${type === 'tag' ? 'tags' : 'heads'}/${pattern}`)
          : [`environment:${ci.environment.replaceAll(':', '%3A')}`];
      return {
        url: ci.url,
        aud: audience,
        subjects: names.flatMap((name) => ends.map((end) => `repo:${name}:${end}`)),
        more: {},
        notes: [
          ...(ci.environment === null
            ? open
            : [
                `limit the environment ${ci.environment} to the tags and branches of the tag rules on GitHub: its tokens name no ref`,
              ]),
          ...(names.length === 1
            ? [
                'a repository that was created, renamed or transferred after 15 July 2026 sends a subject with ids: add --id owner=<id> --id repository=<id>',
              ]
            : []),
        ],
      };
    }
    case 'circleci': {
      const { organizationId, projectId } = ci;
      return {
        url: `https://oidc.circleci.com/org/${organizationId}`,
        aud: organizationId,
        subjects: refs.map(
          ({ type, pattern }) =>
            `org/${organizationId}/project/${projectId}/user/*/vcs-origin/*/vcs-ref/refs/${type === 'tag' ? 'tags' : 'heads'}/${pattern}`,
        ),
        more: {},
        notes: [...open, 'the subject is that of CIRCLE_OIDC_TOKEN_V2, which names the ref'],
      };
    }
    case 'bitbucket': {
      const { workspace, workspaceId, repositoryId, environmentId } = ci;
      return {
        url: `https://api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
        aud: `ari:cloud:bitbucket::workspace/${workspaceId}`,
        subjects: [environmentId === null ? `{${repositoryId}}:*` : `{${repositoryId}}:{${environmentId}}:*`],
        more: {},
        notes: [
          environmentId === null
            ? 'tokens of Bitbucket name no ref: every step of the repository is let in; with a deployment environment, add --id environment=<uuid>'
            : 'tokens of Bitbucket name no ref: limit the deployment environment to the branches and tags of the tag rules',
        ],
      };
    }
    case 'buildkite':
      return {
        url: 'https://agent.buildkite.com',
        aud: audience,
        subjects: refs.map(
          ({ type, pattern }) =>
            `organization:${ci.organization}:pipeline:${ci.pipeline}:ref:refs/${type === 'tag' ? 'tags' : 'heads'}/${pattern}:commit:*:step:*`,
        ),
        more: {},
        notes: open,
      };
  }
}

function keyed(host: string, claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${host}:${claim}`, value]));
}

function one(list: readonly string[]): string | readonly string[] {
  const [first, ...more] = list;
  return first !== undefined && more.length === 0 ? first : list;
}
