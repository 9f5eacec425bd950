import { resourceName } from '@funade/aws';
import type { Check, RunContext, VerifyInput } from '@funade/core/author';
import { useIam } from '../api/clients.ts';
import { chooseTarget } from '../model/choose-target.ts';
import { entriesOf } from '../model/entries.ts';
import { schedulesFacts } from '../model/facts.ts';
import { roleArn } from '../model/place.ts';
import { targetIn } from '../model/revision.ts';
import type { SchedulesOptions } from '../options/options.ts';
import { readTrust, type TrustRead } from '../roles/read-trust.ts';
import { trustsService } from '../roles/trusts-service.ts';

/** The role of one schedule, and who has to be able to take it. */
interface RoleUse {
  readonly target: Check['target'];
  readonly what: string;
  readonly arn: string;
  readonly service: string;
}

/**
 * Proves that the roles that schedules run tasks with are there and trust EventBridge, or its Scheduler. That the rules and schedules
 * themselves are there is what the plan was made from. Reads only.
 */
export async function verify(
  { request, plan }: VerifyInput<SchedulesOptions>,
  context: RunContext,
): Promise<readonly Check[]> {
  const { entries } = schedulesFacts.parse(plan.facts.schedules);
  const found: Check[] = [];
  const uses = entriesOf(request).flatMap((entry): readonly RoleUse[] => {
    const facts = entries[entry.target]?.[entry.key];
    if (facts === undefined) return [];
    const what = `${facts.type} ${entry.key}`;
    const created = facts.type === 'schedule' && facts.body === null;
    found.push({
      target: entry.target,
      kind: facts.type,
      what,
      result: 'ok',
      reason: created ? 'it will be created' : null,
    });
    const written = entry.options.role;
    const target =
      entry.type === 'rule' && facts.type === 'rule'
        ? chooseTarget(entry, facts, []).target
        : facts.type === 'schedule'
          ? targetIn(facts.body)
          : null;
    const arn = written === undefined ? target?.RoleArn : roleArn(written, context.environment);
    const service = `${facts.type === 'rule' ? 'events' : 'scheduler'}.amazonaws.com`;
    return typeof arn === 'string' ? [{ target: entry.target, what, arn, service }] : [];
  });
  if (uses.length === 0) return found;
  const iam = await useIam(context);
  const roles = new Map(
    await Promise.all(
      [...new Set(uses.map(({ arn }) => arn))].map(async (arn) => [arn, await readTrust(iam, arn, context)] as const),
    ),
  );
  return [...found, ...uses.map((use) => checkOf(use, roles.get(use.arn) ?? 'missing'))];
}

function checkOf({ target, what, arn, service }: RoleUse, role: TrustRead): Check {
  const common = { target, kind: 'schedule-role', what: `role ${resourceName(arn)} of ${what}` };
  if (role === 'denied') return { ...common, result: 'not-permitted', reason: 'it requires iam:GetRole' };
  if (role === 'missing') return { ...common, result: 'failed', reason: 'there is no such role' };
  return trustsService(role.trust, service)
    ? { ...common, result: 'ok', reason: null }
    : { ...common, result: 'failed', reason: `its trust policy does not allow ${service} to assume it` };
}
