import { jsonText } from '@funade/core';
import type { IamPage } from '../model/iam-page.ts';
import { roleName, rolePath } from './render-iam-cli.ts';
import { namedPolicies } from './render-iam-json.ts';

/** The page as a template of CloudFormation: the identity provider, the role that deploys, its policies. */
export function renderIamCloudFormation({ project, deploy, trust }: IamPage): string {
  const policies = namedPolicies(deploy);
  const inline = deploy.policies.attach === 'inline';
  const managed = Object.fromEntries(
    policies.map(({ name, document }, index) => [
      `Policy${index + 1}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: name, PolicyDocument: document, Roles: [roleName(deploy)] },
        ...(trust === null ? {} : { DependsOn: 'DeployRole' }),
      },
    ]),
  );
  const inlined = {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      RoleName: roleName(deploy),
      PolicyName: policies[0]?.name,
      PolicyDocument: policies[0]?.document,
    },
    ...(trust === null ? {} : { DependsOn: 'DeployRole' }),
  };
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What deploys ${project} to ${deploy.environment}`,
    ...(trust === null
      ? {}
      : {
          Parameters: {
            CreateProvider: {
              Type: 'String',
              AllowedValues: ['true', 'false'],
              Default: 'true',
              Description: 'false where the account has the identity provider already',
            },
          },
          Conditions: { CreatesProvider: { 'Fn::Equals': [{ Ref: 'CreateProvider' }, 'true'] } },
        }),
    Resources: {
      ...(trust === null
        ? {}
        : {
            Provider: {
              Type: 'AWS::IAM::OIDCProvider',
              Condition: 'CreatesProvider',
              Properties: { Url: trust.provider.url, ClientIdList: trust.provider.clientIds },
            },
            DeployRole: {
              Type: 'AWS::IAM::Role',
              Properties: {
                RoleName: roleName(deploy),
                Path: rolePath(deploy),
                MaxSessionDuration: 3600,
                AssumeRolePolicyDocument: trust.document,
              },
            },
          }),
      ...(inline ? (policies.length === 0 ? {} : { DeployPolicy: inlined }) : managed),
    },
  };
  return `${jsonText(template, 2)}\n`;
}
