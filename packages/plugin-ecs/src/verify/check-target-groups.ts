import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Check, isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import { inGroups } from '../api/poll-schedule.ts';
import { useLoadBalancing } from '../api/read-clients.ts';
import { isExpress } from '../service/running-revision.ts';
import { type Look, look } from './look.ts';
import { lookAtEach } from './look-at-each.ts';
import { listOf } from './references.ts';
import { type TargetGroupUse, targetGroupFits } from './target-group-fits.ts';
import { failed, notPermitted, type VerifiedTarget } from './verified-target.ts';

/** The target groups of the services: that they are there and fit container, port and network mode. */
export async function checkTargetGroups(
  targets: readonly VerifiedTarget[],
  context: RunContext,
): Promise<readonly Check[]> {
  const uses = targets.flatMap((target) =>
    usesOf(target).map((use) => ({ target: target.id, definition: target.definition, use })),
  );
  if (uses.length === 0) return [];
  const found = await lookAtTargetGroups([...new Set(uses.map(({ use }) => use.arn))], context);
  return uses.map(({ target, definition, use }) => {
    const what = `target group ${use.arn.split('/').at(-2) ?? use.arn} (${use.container}:${use.port})`;
    const answer = found.get(use.arn) ?? { type: 'missing' };
    if (answer.type === 'denied') return { target, kind: 'target-group', what, ...notPermitted(answer.action) };
    if (answer.type === 'missing') {
      const missing = failed(`there is no such target group in ${context.environment.region}`);
      return { target, kind: 'target-group', what, ...missing };
    }
    return { target, kind: 'target-group', what, ...targetGroupFits(use, answer.value, definition) };
  });
}

/** What the plan writes comes before what the service has. */
function usesOf({ settings, service }: VerifiedTarget): readonly TargetGroupUse[] {
  // ECS makes and keeps those of an Express service.
  if (service !== null && isExpress(service)) return [];
  const written = settings.loadBalancers;
  const balancers =
    written === undefined
      ? ((service?.loadBalancers ?? []) as readonly object[] as readonly JsonObject[])
      : listOf(written);
  return balancers.flatMap(({ targetGroupArn, containerName, containerPort, advancedConfiguration }) => {
    const other = isJsonObject(advancedConfiguration) ? advancedConfiguration.alternateTargetGroupArn : undefined;
    return [targetGroupArn, other].flatMap((arn) =>
      typeof arn === 'string' ? [{ arn, container: String(containerName), port: Number(containerPort) }] : [],
    );
  });
}

/** One that is missing refuses a whole call, so each of its batch is then asked for alone. */
async function lookAtTargetGroups(
  arns: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, Look<TargetGroup>>> {
  const answers = await lookAtEach(inGroups(arns, 20), async (batch) => {
    const all = await describe(batch, context);
    if (all.type !== 'missing' || batch.length === 1) return batch.map((arn) => [arn, ofGroup(arn, all)] as const);
    const alone = await lookAtEach(batch, (arn) => describe([arn], context));
    return [...alone].map(([arn, answer]) => [arn, ofGroup(arn, answer)] as const);
  });
  return new Map([...answers.values()].flat());
}

function ofGroup(arn: string, answer: Look<readonly TargetGroup[]>): Look<TargetGroup> {
  if (answer.type !== 'seen') return answer;
  const group = answer.value.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  return group === undefined ? { type: 'missing' } : { type: 'seen', value: group };
}

async function describe(arns: readonly string[], context: RunContext): Promise<Look<readonly TargetGroup[]>> {
  const { client, sdk } = await useLoadBalancing(context);
  return await look(
    async () => {
      const command = new sdk.DescribeTargetGroupsCommand({ TargetGroupArns: [...arns] });
      return (await client.send(command, { abortSignal: context.signal })).TargetGroups ?? [];
    },
    {
      action: 'elasticloadbalancing:DescribeTargetGroups',
      subject: arns.join(', '),
      missing: ['TargetGroupNotFound', 'TargetGroupNotFoundException'],
    },
  );
}
