import type { Check, ExamineRequest, RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { findDefinition } from '../operations/find-revision.ts';
import type { EcsOptions } from '../options/options.ts';
import { checkLogGroups } from '../verify/check-log-groups.ts';
import { checkRoles } from '../verify/check-roles.ts';
import { checkSecrets } from '../verify/check-secrets.ts';
import { lookAtEach } from '../verify/look-at-each.ts';
import type { VerifiedTarget } from '../verify/verified-target.ts';
import type { Doubts } from './examine-revisions.ts';

/** What revisions refer to and is not there, or does not fit, any more. */
export async function goneReferences(
  ecs: Ecs,
  { targets, revisions }: ExamineRequest<EcsOptions>,
  context: RunContext,
): Promise<Doubts> {
  const names = targets.flatMap(({ id }) => revisions[id]?.revision ?? []);
  // One that is not there is refused by the plan.
  const definitions = await lookAtEach(names, (name) => findDefinition(ecs, name, context));
  const looked = targets.flatMap(({ id, options }): VerifiedTarget[] => {
    const definition = definitions.get(revisions[id]?.revision ?? '') ?? null;
    return definition === null ? [] : [{ id, options, definition, service: null, settings: {}, images: [] }];
  });
  const checks = await settleAll<readonly Check[]>([
    checkSecrets(looked, context),
    checkLogGroups(looked, context),
    checkRoles(looked, context),
  ]);
  const failed = Map.groupBy(
    checks.flat().filter(({ result }) => result === 'failed'),
    ({ target }) => target,
  );
  return new Map(
    [...failed].map(([id, all]) => [
      id,
      all.map(({ what, reason }) => ({
        code: 'REFERENCE_BROKEN',
        message: `${revisions[id]?.revision} refers to ${what}: ${reason}`,
      })),
    ]),
  );
}
