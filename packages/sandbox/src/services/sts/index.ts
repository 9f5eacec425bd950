import { assumeRole } from './operations/assume-role.ts';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import type { StsOperation } from './state.ts';

/** The operations of STS by name. */
export const stsOperations: Readonly<Record<string, StsOperation>> = {
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetCallerIdentity: getCallerIdentity,
};

/** Operations that are called without a signature. */
export const unsignedOperations: readonly string[] = ['AssumeRoleWithWebIdentity'];
