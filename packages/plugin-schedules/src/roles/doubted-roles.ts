import type { RunContext } from '@funade/core/author';
import pMap from 'p-map';
import { useIam } from '../api/clients.ts';
import { readTrust } from './read-trust.ts';
import { trustsService } from './trusts-service.ts';

/** Reads at a time. */
const lanes = 8;

/** Why EventBridge Scheduler cannot take a role. */
export type RoleDoubt = 'missing' | 'not-trusting';

/** Of these roles, by ARN, those that Scheduler cannot take. One that may not be looked at is not doubted. Reads only. */
export async function doubtedRoles(
  arns: readonly string[],
  context: RunContext,
): Promise<Readonly<Record<string, RoleDoubt>>> {
  const roles = [...new Set(arns)];
  if (roles.length === 0) return {};
  const iam = await useIam(context);
  const found = await pMap(
    roles,
    async (arn): Promise<readonly (readonly [string, RoleDoubt])[]> => {
      const role = await readTrust(iam, arn, context);
      if (role === 'denied') return [];
      if (role === 'missing') return [[arn, 'missing']];
      return trustsService(role.trust, 'scheduler.amazonaws.com') ? [] : [[arn, 'not-trusting']];
    },
    { concurrency: lanes },
  );
  return Object.fromEntries(found.flat());
}
