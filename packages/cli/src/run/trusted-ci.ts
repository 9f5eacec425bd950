import type { TrustedCi } from '@funade/aws';
import type { IamOptions } from '../model/page-options.ts';

/** What says whose jobs deploy. */
export interface CiClues {
  readonly options: Pick<IamOptions, 'ci' | 'repository' | 'ciUrl' | 'ids' | 'ciEnvironment' | 'protected'>;
  /** Variables of the process: in a job, the CI's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the repository comes from; null: nobody can say. */
  readonly remote: string | null;
}

/** Whose jobs deploy, or what is missing to say so; both null: nobody's. */
export interface FoundCi {
  readonly ci: TrustedCi | null;
  readonly missing: string | null;
}

/** Whose jobs deploy, as the command line says, or the variables of a job, or the git remote. Touches nothing. */
export function trustedCi(clues: CiClues): FoundCi {
  const { options, env, remote } = clues;
  const name = options.ci ?? ofVariables(env) ?? ofRemote(remote);
  switch (name) {
    case 'gitlab':
      return gitlab(clues);
    case 'github':
      return github(clues);
    case 'circleci': {
      const organizationId = options.ids.organization ?? env.CIRCLE_ORGANIZATION_ID;
      const projectId = options.ids.project ?? env.CIRCLE_PROJECT_ID;
      if (!organizationId || !projectId) return lacks('--id organization=<uuid> --id project=<uuid>');
      return { ci: { ci: 'circleci', organizationId, projectId }, missing: null };
    }
    case 'bitbucket': {
      const [workspace] = (options.repository ?? env.BITBUCKET_REPO_FULL_NAME ?? pathOf(remote) ?? '').split('/');
      const workspaceId = options.ids.workspace ?? bare(env.BITBUCKET_WORKSPACE_UUID);
      const repositoryId = options.ids.repository ?? bare(env.BITBUCKET_REPO_UUID);
      const environmentId = options.ids.environment ?? bare(env.BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID) ?? null;
      if (!workspace || !workspaceId || !repositoryId) return lacks('--id workspace=<uuid> --id repository=<uuid>');
      return { ci: { ci: 'bitbucket', workspace, workspaceId, repositoryId, environmentId }, missing: null };
    }
    case 'buildkite': {
      const [organization, pipeline] = options.repository?.split('/') ?? [
        env.BUILDKITE_ORGANIZATION_SLUG,
        env.BUILDKITE_PIPELINE_SLUG,
      ];
      if (!organization || !pipeline) return lacks('--repository <organization>/<pipeline>');
      return { ci: { ci: 'buildkite', organization, pipeline }, missing: null };
    }
    case 'none':
      return { ci: null, missing: null };
    default:
      return lacks('--ci <name> and --repository <path>');
  }
}

function gitlab({ options, env, remote }: CiClues): FoundCi {
  const project = options.repository ?? env.CI_PROJECT_PATH ?? pathOf(remote);
  const url = trimmed(
    options.ciUrl ?? env.CI_SERVER_URL ?? (hostOf(remote) === null ? null : `https://${hostOf(remote)}`),
  );
  if (!project) return lacks('--repository <group>/<project>');
  const projectId = options.ids.project ?? env.CI_PROJECT_ID ?? null;
  return {
    ci: { ci: 'gitlab', url: url ?? 'https://gitlab.com', project, projectId, protected: options.protected },
    missing: null,
  };
}

function github({ options, env, remote }: CiClues): FoundCi {
  const [owner, repository] = (options.repository ?? env.GITHUB_REPOSITORY ?? pathOf(remote) ?? '').split('/');
  if (!owner || !repository) return lacks('--repository <owner>/<repository>');
  const server = trimmed(options.ciUrl ?? env.GITHUB_SERVER_URL ?? null);
  return {
    ci: {
      ci: 'github',
      url: issuerOf(server),
      owner,
      repository,
      ownerId: options.ids.owner ?? env.GITHUB_REPOSITORY_OWNER_ID ?? null,
      repositoryId: options.ids.repository ?? env.GITHUB_REPOSITORY_ID ?? null,
      environment: options.ciEnvironment,
    },
    missing: null,
  };
}

/** github.com has one issuer, ghe.com one for each company, a server of one's own itself. */
function issuerOf(server: string | null): string {
  if (server === null || server === 'https://github.com') return 'https://token.actions.githubusercontent.com';
  const [, company] = /^https:\/\/([^./]+)\.ghe\.com$/.exec(server) ?? [];
  return company === undefined ? `${server}/_services/token` : `https://token.actions.${company}.ghe.com`;
}

function ofVariables(env: CiClues['env']): IamOptions['ci'] {
  if (env.GITHUB_ACTIONS === 'true') return 'github';
  if (env.GITLAB_CI === 'true') return 'gitlab';
  if (env.CIRCLECI === 'true') return 'circleci';
  if (env.BITBUCKET_BUILD_NUMBER !== undefined) return 'bitbucket';
  return env.BUILDKITE === 'true' ? 'buildkite' : null;
}

function ofRemote(remote: string | null): IamOptions['ci'] {
  const host = hostOf(remote) ?? '';
  if (host === 'github.com' || host.endsWith('.ghe.com')) return 'github';
  if (/(?:^|\.)gitlab\./.test(host)) return 'gitlab';
  return host === 'bitbucket.org' ? 'bitbucket' : null;
}

function hostOf(remote: string | null): string | null {
  return remote === null ? null : new URL(remote).hostname;
}

/** `acme/shop` of `https://github.com/acme/shop.git`. */
function pathOf(remote: string | null): string | null {
  if (remote === null) return null;
  const path = new URL(remote).pathname.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  return path === '' ? null : path;
}

function bare(uuid: string | undefined): string | undefined {
  return uuid?.replace(/[{}]/g, '');
}

function trimmed(url: string | null): string | null {
  return url?.replace(/\/+$/, '') ?? null;
}

function lacks(options: string): FoundCi {
  return { ci: null, missing: options };
}
