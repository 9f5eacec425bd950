import { execFileSync } from 'node:child_process';
import { policyOf } from '@funade/aws';
import { expect, test } from 'vitest';
import type { IamPage, IamRole } from '../model/iam-page.ts';
import { renderIamCli } from './render-iam-cli.ts';
import { renderIamCloudFormation } from './render-iam-cloudformation.ts';
import { renderIamJson } from './render-iam-json.ts';
import { renderIamTerraform } from './render-iam-terraform.ts';

const document = policyOf([
  { Sid: 'DeployEcs', Effect: 'Allow', Action: ['ecs:UpdateService'], Resource: ['arn:aws:ecs:eu-west-1:1:service/a'] },
]);
const deploy: IamRole = {
  environment: 'production',
  account: '222222222222',
  region: 'eu-west-1',
  role: 'arn:aws:iam::222222222222:role/team/deploy-shop',
  name: 'funade-shop-production',
  policies: { attach: 'inline', documents: [document] },
};
const page: IamPage = {
  project: 'shop',
  deploy,
  groups: ['plan', 'deploy'],
  trust: {
    provider: {
      arn: 'arn:aws:iam::222222222222:oidc-provider/gitlab.com',
      url: 'https://gitlab.com',
      clientIds: ['sts.amazonaws.com'],
    },
    document: policyOf([
      {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::222222222222:oidc-provider/gitlab.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { 'gitlab.com:sub': `project_path:it's/${'$'}{x}%{y}:*` } },
      },
    ]),
  },
  elsewhere: [
    {
      ...deploy,
      environment: 'staging',
      account: '111111111111',
      role: 'arn:aws:iam::111111111111:role/deploy',
      name: 'funade-shop-staging-read-by-production',
    },
  ],
  roles: [
    {
      role: 'arn:aws:iam::222222222222:role/execution',
      what: 'execution role of api',
      trusts: 'ecs-tasks.amazonaws.com',
      document,
    },
    {
      role: 'arn:aws:iam::222222222222:role/task',
      what: 'task role of api',
      trusts: 'ecs-tasks.amazonaws.com',
      document: null,
    },
  ],
  grants: [
    {
      resource: 'arn:aws:ecr:eu-west-1:333333333333:repository/base/web',
      what: 'web is pulled from there\nrm -rf /',
      document,
    },
  ],
  notes: ['a note'],
};
const large: IamPage = {
  ...page,
  deploy: { ...deploy, policies: { attach: 'managed', documents: [document, document] } },
};
const bare: IamPage = { ...page, deploy: { ...deploy, role: null }, trust: null, elsewhere: [], roles: [], grants: [] };

test('as commands, which a shell can read', () => {
  const script = renderIamCli(page);
  expect(script).toMatchSnapshot();
  for (const text of [script, renderIamCli(large), renderIamCli(bare)]) {
    execFileSync('sh', ['-n'], { input: text });
    // Whatever a name has in it, a line that is no command is a comment or part of a document.
    expect(text).not.toMatch(/^rm /m);
  }
  expect(renderIamCli(large)).toContain(
    'aws iam attach-role-policy --role-name deploy-shop --policy-arn arn:aws:iam::222222222222:policy/funade-shop-production-2',
  );
  expect(renderIamCli(bare)).toContain('put-role-policy --role-name funade-shop-production');
});

test('as CloudFormation', () => {
  expect(JSON.parse(renderIamCloudFormation(page))).toMatchSnapshot();
  expect(Object.keys(JSON.parse(renderIamCloudFormation(large)).Resources)).toEqual([
    'Provider',
    'DeployRole',
    'Policy1',
    'Policy2',
  ]);
  const { Parameters, Resources } = JSON.parse(renderIamCloudFormation(bare));
  expect([Parameters, Object.keys(Resources)]).toEqual([undefined, ['DeployPolicy']]);
});

test('as Terraform, its templates escaped', () => {
  const text = renderIamTerraform(page);
  expect(text).toMatchSnapshot();
  expect(text).toContain(`it's/${'$$'}{x}%%{y}:*`);
  expect(renderIamTerraform(large)).toContain('policy_arn = aws_iam_policy.funade_2.arn');
  for (const each of [text, renderIamTerraform(large), renderIamTerraform(bare)]) {
    expect(each.split('{').length).toBe(each.split('}').length);
  }
});

test('as JSON', () => {
  expect(JSON.parse(renderIamJson(large))).toMatchObject({
    schema: 'funade.iam/1',
    attach: 'managed',
    policies: [{ name: 'funade-shop-production-1' }, { name: 'funade-shop-production-2' }],
    elsewhere: [{ environment: { name: 'staging' }, role: 'arn:aws:iam::111111111111:role/deploy' }],
    notes: ['a note'],
  });
});
