import { isAwsError, sendRaw, translateError } from '@funade/aws';
import { type ExamineRequest, isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { readStanding } from '../operations/read-standing.ts';
import type { EcsOptions } from '../options/options.ts';
import { differentSettings } from './different-settings.ts';
import type { Doubts } from './examine-revisions.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
const revisionsPerCall = 20;

/** Settings of services that are not what they were when the revisions ran there last: a rollback leaves them as they are. */
export async function changedSettings(
  ecs: Ecs,
  { targets, revisions }: ExamineRequest<EcsOptions>,
  context: RunContext,
): Promise<Doubts> {
  const { byTarget } = await readStanding(ecs, targets, context);
  const pairs = targets.flatMap(({ id, options }) => {
    const service = byTarget.get(id);
    const primary = service?.service?.deployments.find(({ status }) => status === 'PRIMARY')?.id;
    const { deployment = null, revision = '' } = revisions[id] ?? {};
    const arn = service?.found?.serviceArn;
    if (arn === undefined || primary === undefined || deployment === null) return [];
    return [{ id, options, revision, before: revisionArn(arn, deployment), after: revisionArn(arn, primary) }];
  });
  const found = await describeRevisions(
    ecs,
    pairs.flatMap(({ before, after }) => [before, after]),
    context,
  );
  return new Map(
    pairs.flatMap(({ id, options, revision, before, after }) => {
      const [then, now] = [found.get(before), found.get(after)];
      const names = then === undefined || now === undefined ? [] : differentSettings(then, now);
      if (names.length === 0) return [];
      const verb = names.length === 1 ? 'has' : 'have';
      const message = `${names.join(', ')} of service ${options.service} ${verb} changed since ${revision} ran, and ${names.length === 1 ? 'stays' : 'stay'} as now`;
      return [[id, [{ code: 'SETTINGS_CHANGED', message }]] as const];
    }),
  );
}

/** `arn:…:service-revision/shop/api/123` of `arn:…:service/shop/api` and `ecs-svc/123`. */
function revisionArn(service: string, deployment: string): string {
  return `${service.replace(':service/', ':service-revision/')}/${deployment.slice(deployment.indexOf('/') + 1)}`;
}

/** Those that ECS knows and the caller may read, by ARN. */
async function describeRevisions(
  { client, sdk }: Ecs,
  arns: readonly string[],
  { signal }: RunContext,
): Promise<ReadonlyMap<string, JsonObject>> {
  const answers = await settleAll(
    inGroups([...new Set(arns)], revisionsPerCall).map(async (group) => {
      try {
        const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...group] });
        const { body } = await sendRaw(client, command, { signal, exactNumbers: true });
        return (Array.isArray(body.serviceRevisions) ? body.serviceRevisions : []).filter(isJsonObject);
      } catch (error) {
        if (isAwsError(error, 'AccessDeniedException', 'UnsupportedFeatureException')) return [];
        throw translateError(error, { operation: 'ecs:DescribeServiceRevisions' });
      }
    }),
  );
  return new Map(answers.flat().map((revision) => [String(revision.serviceRevisionArn), revision]));
}
