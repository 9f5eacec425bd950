import { expect, test } from 'vitest';
import { ciTrust, type TrustedCi } from './ci-trust.ts';

const setting = {
  partition: 'aws',
  account: '111111111111',
  audience: 'sts.amazonaws.com',
  refs: [
    { type: 'tag', pattern: 'v*.*.*' },
    { type: 'branch', pattern: 'main' },
  ],
} as const;

const gitlab: TrustedCi = {
  ci: 'gitlab',
  url: 'https://gitlab.com',
  project: 'acme/shop',
  projectId: '42',
  protected: true,
};
const github: TrustedCi = {
  ci: 'github',
  url: 'https://token.actions.githubusercontent.com',
  owner: 'acme',
  repository: 'shop',
  ownerId: null,
  repositoryId: null,
  environment: null,
};

test.each<[string, TrustedCi]>([
  ['gitlab.com', gitlab],
  ['gitlab of one’s own', { ...gitlab, url: 'https://git.example.com/gitlab' }],
  ['github, classic', github],
  ['github, with ids', { ...github, ownerId: '7', repositoryId: '8' }],
  ['github, by environment', { ...github, environment: 'prod:eu' }],
  ['circleci', { ci: 'circleci', organizationId: 'o-1', projectId: 'p-1' }],
  ['bitbucket', { ci: 'bitbucket', workspace: 'acme', workspaceId: 'w-1', repositoryId: 'r-1', environmentId: 'e-1' }],
  ['buildkite', { ci: 'buildkite', organization: 'acme', pipeline: 'shop' }],
])('%s', (_, ci) => {
  expect(ciTrust(ci, setting)).toMatchSnapshot();
});

test('one ref that is literal is compared as it is', () => {
  const { document } = ciTrust(gitlab, { ...setting, refs: [{ type: 'branch', pattern: 'main' }] });
  expect(document.Statement[0]?.Condition).toEqual({
    StringEquals: {
      'gitlab.com:aud': 'sts.amazonaws.com',
      'gitlab.com:project_id': '42',
      'gitlab.com:ref_protected': 'true',
      'gitlab.com:sub': 'project_path:acme/shop:ref_type:branch:ref:main',
    },
  });
});

test('a rule for every tag is told', () => {
  const { notes } = ciTrust(github, { ...setting, refs: [{ type: 'tag', pattern: '*' }] });
  expect(notes[0]).toMatch(/lets in every tag/);
});
