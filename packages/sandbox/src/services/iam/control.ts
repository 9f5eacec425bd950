import type { Identities } from '../../identity/identities.ts';
import { type PermissionsInput, permissionsOf, permissionsSchema } from '../../identity/permissions-schema.ts';

/** What a test may do to users and roles of every account. */
export interface IamControl {
  /**
   * Says anew what the user or role of this ARN may do. It holds for sessions that are open already, too.
   * Throws TypeError when there is no such user or role.
   */
  setPermissions(arn: string, permissions: PermissionsInput): void;
  /** Takes a role away; sessions that are open go on. */
  removeRole(arn: string): void;
}

export function createIamControl(identities: Identities): IamControl {
  return {
    setPermissions: (arn, written) => {
      const permissions = identities.permissionsOf(arn);
      if (permissions === null) throw new TypeError(`there is no user or role ${arn}`);
      const { deny, policies } = permissionsOf(permissionsSchema.parse(written));
      permissions.deny = deny;
      permissions.policies = policies;
    },
    removeRole: (arn) => identities.removeRole(arn),
  };
}
