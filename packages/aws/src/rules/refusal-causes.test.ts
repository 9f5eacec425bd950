import { expect, test } from 'vitest';
import { refusalCauses } from './refusal-causes.ts';

/** Subjects that were refused in the wild, with the policy that did. */
test.each([
  [
    'the immutable form',
    'repo:my-org@84790634/my-repo@1304267049:ref:refs/heads/main',
    'immutable form',
    '`repo:my-org/my-repo:…`',
  ],
  [
    'an environment',
    'repo:my-org/my-repo:environment:production',
    'environment production',
    '`environment:production`',
  ],
  ['letter case', 'repo:Acme/repo-name:ref:refs/heads/main', 'letter case counts', '`Acme/repo-name`'],
  ['a tag', 'repo:my-org/my-repo:ref:refs/tags/v1.4.0', 'a tag started the run', '`refs/heads/…`'],
  ['a branch', 'repo:my-org/my-repo:ref:refs/heads/main', 'a branch started the run', '`refs/tags/…`'],
  ['a wildcard', 'repo:org/x:pull_request', 'needs the operator StringLike', '`*`'],
  ['a pull request', 'repo:org/x:pull_request', 'a pull request started the run', '`ref:…`'],
  [
    'a tag on GitLab',
    'project_path:group/proj:ref_type:tag:ref:v1.4.0',
    'a tag started the pipeline',
    '`ref_type:branch`',
  ],
  [
    'a branch on GitLab',
    'project_path:group/proj:ref_type:branch:ref:main',
    'a branch started the pipeline',
    '`ref_type:tag`',
  ],
  ['letter case on GitLab', 'project_path:Group/proj:ref_type:tag:ref:v1', 'letter case counts', '`Group/proj`'],
])('a likely cause is %s', (...[, subject, cause, detail]) => {
  const causes = refusalCauses({ subject });
  expect(causes.filter((text) => text.includes(cause) && text.includes(detail))).toHaveLength(1);
});

test('what a subject does not have is no cause', () => {
  expect(refusalCauses({ subject: 'repo:o/r:environment:production' })).toMatchInlineSnapshot(`
    [
      "the job uses the GitHub environment production, so the subject ends in \`environment:production\`; a policy for \`ref:…\` does not accept it",
      "a \`*\` in the policy needs the operator StringLike; StringEquals takes it literally",
      "the role does not exist",
    ]
  `);
});

test('a subject of an unknown form has the causes that any may have', () => {
  expect(refusalCauses({ subject: 'org/1/project/2/user/3' })).toMatchInlineSnapshot(`
    [
      "a \`*\` in the policy needs the operator StringLike; StringEquals takes it literally",
      "the role does not exist",
    ]
  `);
});
