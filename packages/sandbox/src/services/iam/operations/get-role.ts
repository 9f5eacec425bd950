import type { Role } from '../../../identity/principal.ts';
import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { noSuchRole } from '../faults.ts';
import type { IamState } from '../state.ts';
import { trustPolicy } from '../trust-policy.ts';

export const getRole: Operation<IamState> = ({ account, identities }, { input }) => {
  const name = textIn(input, 'RoleName') ?? '';
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw new AwsFault(
      'ValidationError',
      'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    );
  }
  const role = identities.roleNamed(account, name);
  if (role === null) throw noSuchRole(name);
  return { Role: roleView(role) };
};

function roleView(role: Role): WireObject {
  const path = role.arn.slice(role.arn.indexOf(':role/') + ':role'.length, -role.name.length);
  return {
    Path: path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt).toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy(role))),
    MaxSessionDuration: role.maxSessionDuration,
    RoleLastUsed: {},
  };
}
