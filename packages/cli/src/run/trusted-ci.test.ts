import { expect, test } from 'vitest';
import { type CiClues, trustedCi } from './trusted-ci.ts';

const nothing = { ci: null, repository: null, ciUrl: null, ids: {}, ciEnvironment: null, protected: false };
const found = ({ options = {}, env = {}, remote = null }: Partial<Record<keyof CiClues, unknown>>) =>
  trustedCi({ options: { ...nothing, ...(options as object) }, env, remote } as CiClues);

test.each([
  [
    { remote: 'https://gitlab.com/acme/team/shop.git' },
    { ci: 'gitlab', url: 'https://gitlab.com', project: 'acme/team/shop', projectId: null, protected: false },
  ],
  [
    { remote: 'ssh://gitlab.example.com/acme/shop.git' },
    { ci: 'gitlab', url: 'https://gitlab.example.com', project: 'acme/shop' },
  ],
  [
    {
      env: {
        GITLAB_CI: 'true',
        CI_PROJECT_PATH: 'acme/shop',
        CI_PROJECT_ID: '42',
        CI_SERVER_URL: 'https://git.acme.com/git/',
      },
    },
    { ci: 'gitlab', url: 'https://git.acme.com/git', project: 'acme/shop', projectId: '42' },
  ],
  [
    { remote: 'ssh://github.com/acme/shop.git', options: { ciEnvironment: 'production' } },
    {
      ci: 'github',
      url: 'https://token.actions.githubusercontent.com',
      owner: 'acme',
      repository: 'shop',
      ownerId: null,
      repositoryId: null,
      environment: 'production',
    },
  ],
  [
    {
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_REPOSITORY_ID: '2',
        GITHUB_REPOSITORY_OWNER_ID: '1',
        GITHUB_SERVER_URL: 'https://github.com',
      },
    },
    { ci: 'github', ownerId: '1', repositoryId: '2' },
  ],
  [
    { options: { ci: 'github', repository: 'acme/shop', ciUrl: 'https://acme.ghe.com' } },
    { url: 'https://token.actions.acme.ghe.com' },
  ],
  [
    { options: { ci: 'github', repository: 'acme/shop', ciUrl: 'https://git.acme.com' } },
    { url: 'https://git.acme.com/_services/token' },
  ],
  [
    { options: { ci: 'circleci', ids: { organization: 'o', project: 'p' } } },
    { ci: 'circleci', organizationId: 'o', projectId: 'p' },
  ],
  [
    {
      env: {
        BITBUCKET_BUILD_NUMBER: '1',
        BITBUCKET_REPO_FULL_NAME: 'acme/shop',
        BITBUCKET_WORKSPACE_UUID: '{w}',
        BITBUCKET_REPO_UUID: '{r}',
      },
    },
    { ci: 'bitbucket', workspace: 'acme', workspaceId: 'w', repositoryId: 'r', environmentId: null },
  ],
  [
    { options: { ci: 'buildkite', repository: 'acme/shop' }, remote: 'https://github.com/acme/shop' },
    { ci: 'buildkite', organization: 'acme', pipeline: 'shop' },
  ],
])('%j', (clues, ci) => {
  expect(found(clues)).toMatchObject({ ci, missing: null });
});

test.each([
  [{}, '--ci <name> and --repository <path>'],
  [{ remote: 'https://git.example.com/acme/shop.git' }, '--ci <name>'],
  [{ options: { ci: 'gitlab' } }, '--repository <group>/<project>'],
  [{ options: { ci: 'github', repository: 'shop' } }, '--repository <owner>/<repository>'],
  [{ options: { ci: 'circleci' } }, '--id organization=<uuid> --id project=<uuid>'],
  [{ remote: 'https://bitbucket.org/acme/shop' }, '--id workspace=<uuid>'],
  [{ options: { ci: 'buildkite' } }, '--repository <organization>/<pipeline>'],
])('%j is not enough', (clues, missing) => {
  const { ci, missing: said } = found(clues);
  expect(ci).toBeNull();
  expect(said).toContain(missing);
});

test('nobody’s jobs deploy', () => {
  expect(found({ options: { ci: 'none' }, remote: 'https://github.com/acme/shop' })).toEqual({
    ci: null,
    missing: null,
  });
});
