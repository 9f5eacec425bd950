import { jsonText } from '@funade/core';
import type { IamPage, IamRole } from '../model/iam-page.ts';

/** Name and version of what `renderIamJson` prints. */
export const iamSchema = 'funade.iam/1';

/** The page for programs, and for copying from; `docs/iam.md` describes it. */
export function renderIamJson(page: IamPage): string {
  const { deploy, groups, trust, elsewhere, roles, grants, notes } = page;
  const view = {
    schema: iamSchema,
    environment: { name: deploy.environment, account: deploy.account, region: deploy.region },
    for: groups,
    role: deploy.role,
    ...policiesOf(deploy),
    trust,
    elsewhere: elsewhere.map((role) => ({
      environment: { name: role.environment, account: role.account, region: role.region },
      role: role.role,
      ...policiesOf(role),
    })),
    roles,
    grants,
    notes,
  };
  return `${jsonText(view, 2)}\n`;
}

function policiesOf({ policies, name }: IamRole): object {
  return { attach: policies.attach, policies: namedPolicies({ policies, name }) };
}

/** The policies of a role with a name each. */
export function namedPolicies({
  policies,
  name,
}: Pick<IamRole, 'policies' | 'name'>): readonly { readonly name: string; readonly document: object }[] {
  const { documents } = policies;
  return documents.map((document, index) => ({
    name: documents.length === 1 ? name : `${name}-${index + 1}`,
    document,
  }));
}
