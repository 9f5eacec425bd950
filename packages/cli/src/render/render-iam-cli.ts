import { partitionOf, plainLine } from '@funade/core';
import type { IamPage, IamRole } from '../model/iam-page.ts';
import { namedPolicies } from './render-iam-json.ts';

/** The page as commands of the AWS CLI, for somebody who may change IAM. */
export function renderIamCli({ deploy, trust, elsewhere, roles, grants }: IamPage): string {
  const name = roleName(deploy);
  const path = rolePath(deploy);
  const blocks = [
    ...(trust === null
      ? []
      : [
          [
            `# The identity provider: once an account. "EntityAlreadyExists" means that it is there;`,
            `# add the client id then: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${trust.provider.arn} --client-id ${trust.provider.clientIds.join(' ')}`,
            `aws iam create-open-id-connect-provider --url ${trust.provider.url} --client-id-list ${trust.provider.clientIds.join(' ')}`,
          ],
          [
            `# The role that deploys. "EntityAlreadyExists": aws iam update-assume-role-policy --role-name ${name} --policy-document …`,
            `aws iam create-role --role-name ${name}${path === '/' ? '' : ` --path ${word(path)}`} --max-session-duration 3600 --assume-role-policy-document ${quoted(trust.document)}`,
          ],
        ]),
    ...attach(deploy),
    ...elsewhere.flatMap((role) => [
      [`# Account ${role.account} (${role.environment}), which images are copied from:`],
      ...attach(role),
    ]),
    ...roles.map(({ role, what, trusts, document }) => [
      `# ${plainLine(what)}: ${plainLine(role)}, which ${trusts} assumes`,
      document === null
        ? '# it needs nothing for Funade'
        : `aws iam put-role-policy --role-name ${word(lastPart(role))} --policy-name funade --policy-document ${quoted(document)}`,
    ]),
    ...grants.map(({ resource, what, document }) => [
      `# ${plainLine(what)}. This replaces the policy of the repository: put what it has beside it.`,
      `aws ecr set-repository-policy --registry-id ${resource.split(':')[4]} --region ${resource.split(':')[3]} --repository-name ${word(resource.replace(/^.*:repository\//, ''))} --policy-text ${quoted(document)}`,
    ]),
  ];
  return `#!/bin/sh\nset -eu\n\n${blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')}`;
}

function attach(role: IamRole): readonly (readonly string[])[] {
  const name = roleName(role);
  return namedPolicies(role).map(({ name: policy, document }) =>
    role.policies.attach === 'inline'
      ? [
          `aws iam put-role-policy --role-name ${name} --policy-name ${word(policy)} --policy-document ${quoted(document)}`,
        ]
      : [
          `aws iam create-policy --policy-name ${word(policy)} --policy-document ${quoted(document)}`,
          `aws iam attach-role-policy --role-name ${name} --policy-arn ${word(policyArn(role, policy))}`,
        ],
  );
}

function policyArn({ account, region }: IamRole, policy: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:policy/${policy}`;
}

/** The role's name without its path; that of its policies where the config names no role. */
export function roleName({ role, name }: Pick<IamRole, 'role' | 'name'>): string {
  return word(role === null ? name : lastPart(role));
}

/** Of a role: `/team/` of `…:role/team/deploy`, which is a part of its ARN. */
export function rolePath({ role }: Pick<IamRole, 'role'>): string {
  const [, path = '/'] = /:role(\/.*\/|\/)[^/]+$/.exec(role ?? '') ?? [];
  return path;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** One word of a shell. */
function word(text: string): string {
  return /^[\w+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function quoted(document: object): string {
  return `'${JSON.stringify(document, null, 2).replaceAll("'", "'\\''")}'`;
}
