import type { Identities } from '../../identity/identities.ts';
import { textIn } from '../../model/input.ts';
import type { AwsService } from '../../model/service.ts';
import { getRole } from './operations/get-role.ts';
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.ts';
import type { IamState } from './state.ts';

export { createIamControl, type IamControl } from './control.ts';

/** IAM, as far as one asks for roles and for what somebody may do. */
export function createIam(identities: Identities): AwsService<IamState> {
  return {
    name: 'iam',
    wire: { protocol: 'query', version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
    createState: (account) => ({ account, identities }),
    operations: { GetRole: getRole, SimulatePrincipalPolicy: simulatePrincipalPolicy },
    resource: (operation, input, { account }) => {
      if (operation === 'SimulatePrincipalPolicy') return textIn(input, 'PolicySourceArn') ?? null;
      const name = textIn(input, 'RoleName') ?? '';
      return identities.roleNamed(account, name)?.arn ?? `arn:aws:iam::${account}:role/${name}`;
    },
    // IAM names a role by its name where the permission is about its ARN.
    resourceText: (resource) => resource.replace(/^arn:aws:iam::\d{12}:role\/(?:.*\/)?/, 'role '),
  };
}
