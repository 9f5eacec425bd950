import type { Identities } from '../../identity/identities.ts';
import { type PermissionsInput, permissionsSchema } from '../../identity/permissions-schema.ts';

/** What a test may do to users and roles of every account. */
export interface IamControl {
  /**
   * Says anew what the user or role of this ARN may not do. It holds for sessions that are open already, too.
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
      permissions.deny = permissionsSchema.parse(written).deny;
    },
    removeRole: (arn) => identities.removeRole(arn),
  };
}
