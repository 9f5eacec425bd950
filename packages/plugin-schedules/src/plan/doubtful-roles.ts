import type { PluginRequest } from '@funade/core/author';
import type { Entry } from '../model/entries.ts';
import type { Unfit } from '../model/errors.ts';
import type { SchedulesFacts } from '../model/facts.ts';
import { roleArn } from '../model/place.ts';

const service = 'scheduler.amazonaws.com';

/** Entries with a role that EventBridge Scheduler cannot take: it would refuse the schedule, after the rollout. */
export function doubtfulRoles(
  entries: readonly Entry[],
  { roles = {} }: SchedulesFacts,
  { environment }: Pick<PluginRequest, 'environment'>,
): readonly Unfit[] {
  return entries.flatMap(({ target, key, options: { role } }): readonly Unfit[] => {
    const doubt = role === undefined ? undefined : roles[roleArn(role, environment)];
    if (doubt === undefined) return [];
    return [
      doubt === 'missing'
        ? {
            target,
            key,
            problem: `there is no role ${role} in account ${environment.account}`,
            hint: `make it, with a trust policy for ${service}, or name another`,
          }
        : {
            target,
            key,
            problem: `the trust policy of role ${role} does not allow ${service} to assume it`,
            hint: `add ${service} to its trust policy`,
          },
    ];
  });
}
