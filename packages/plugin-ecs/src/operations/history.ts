import type { ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import type { HistoryRequest, PluginTarget, RunContext, TargetHistory } from '@funade/core';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import { readServiceRevisions } from '../observe/read-service-revisions.ts';
import { containersOf, type EcsOptions } from '../options/options.ts';
import { type DeploymentRecord, pastDeployments } from './past-deployments.ts';
import { type RevisionsRead, readRevisionRecords } from './read-revision-records.ts';
import { describeServiceDeployments, listServiceDeployments } from './read-service-deployments.ts';
import { readStanding, type Standing } from './read-standing.ts';

/**
 * What was deployed of each target, whoever did it: what ECS keeps of the last 90 days, and what runs. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses, apart from what the caller may not read.
 */
export async function history(
  { targets, limit }: HistoryRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetHistory[]> {
  const ecs = await useEcs(context);
  const { byTarget } = await readStanding(ecs, targets, context);
  const listed = await settleAll(
    targets.map((target) => list(ecs, { target, standing: byTarget.get(target.id), limit }, context)),
  );
  const briefs = listed.flatMap(({ chosen }) => chosen);
  const arns = [...new Set(briefs.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []))];
  const [described, services] = await Promise.all([
    describeServiceDeployments(ecs, arns, context),
    readServiceRevisions(
      ecs,
      briefs.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []),
      context,
    ),
  ]);
  const told = listed.map(({ chosen, ...rest }) => {
    const known = chosen.map((brief): DeploymentRecord => {
      const { targetServiceRevisionArn = '' } = brief;
      const { taskDefinition = null, images = [] } = services.found.get(targetServiceRevisionArn) ?? {};
      return { ...recordOf(brief, described?.get(brief.serviceDeploymentArn ?? '')), taskDefinition, images };
    });
    return { ...rest, records: withPrimary(known, rest.standing) };
  });
  const revisions = await readRevisionRecords(
    ecs,
    told.flatMap(({ records }) => records.flatMap(({ taskDefinition }) => taskDefinition ?? [])),
    context,
  );
  const refused = [
    ...(described === null ? ['ecs:DescribeServiceDeployments'] : []),
    ...(services.allowed ? [] : ['ecs:DescribeServiceRevisions']),
    ...(revisions.allowed ? [] : ['ecs:DescribeTaskDefinition']),
  ];
  return told.map(({ target: { id, service, options }, standing, records, mayList }) => ({
    id,
    service,
    place: `${options.cluster}/${options.service}`,
    note: noteOf(standing, [...(mayList ? [] : ['ecs:ListServiceDeployments']), ...refused]),
    deployments: pastDeployments({
      deployments: records.map((record) => withImages(record, revisions)),
      revisions: revisions.found,
      primary: primaryOf(standing)?.id ?? null,
      containers: new Set(containersOf(options).keys()),
      limit,
    }),
  }));
}

/** A target with those of its service deployments that are read. */
interface Listed {
  readonly target: PluginTarget<EcsOptions>;
  readonly standing: Standing | undefined;
  readonly chosen: readonly ServiceDeploymentBrief[];
  readonly mayList: boolean;
}

/** Lists the newest ones, and of the older ones the primary and two that succeeded: what the oldest is compared with. */
async function list(
  ecs: Ecs,
  { target, standing, limit }: Pick<Listed, 'target' | 'standing'> & { readonly limit: number },
  context: RunContext,
): Promise<Listed> {
  if (!isKeptByEcs(standing)) return { target, standing, chosen: [], mayList: true };
  const found = await listServiceDeployments(ecs, { place: target.options, limit }, context);
  const older = (found ?? []).slice(limit);
  const primary = primaryOf(standing)?.id;
  const isPrimary = ({ targetServiceRevisionArn = '' }: ServiceDeploymentBrief): boolean =>
    deploymentIdOf(targetServiceRevisionArn) === primary;
  const more = new Set([
    ...older.filter(({ status }) => status === 'SUCCESSFUL').slice(0, 2),
    ...older.filter(isPrimary).slice(0, 1),
  ]);
  return { target, standing, chosen: [...(found ?? []).slice(0, limit), ...more], mayList: found !== null };
}

function recordOf(
  { targetServiceRevisionArn = '', status, statusReason, createdAt, startedAt, finishedAt }: ServiceDeploymentBrief,
  described: ServiceDeployment | undefined,
): Omit<DeploymentRecord, 'taskDefinition' | 'images'> {
  const { rollback, stoppedAt, alarms, deploymentCircuitBreaker } = described ?? {};
  const ended = described?.finishedAt ?? finishedAt ?? stoppedAt;
  return {
    id: deploymentIdOf(targetServiceRevisionArn),
    status: described?.status ?? status ?? '',
    reason: rollback?.reason ?? described?.statusReason ?? statusReason ?? null,
    triggered: [alarms?.status, deploymentCircuitBreaker?.status].includes('TRIGGERED'),
    createdAt: createdAt?.getTime() ?? null,
    startedAt: startedAt?.getTime() ?? null,
    finishedAt: ended?.getTime() ?? null,
  };
}

/** What runs is part of the history also when its deployment is older than what ECS keeps, or too new to be listed. */
function withPrimary(
  records: readonly DeploymentRecord[],
  standing: Standing | undefined,
): readonly DeploymentRecord[] {
  const primary = primaryOf(standing);
  if (primary === null) return records;
  const { id, taskDefinition, createdAt, rolloutState, reason } = primary;
  if (records.some((record) => record.id === id)) {
    return records.map((record) => (record.id === id ? { ...record, taskDefinition } : record));
  }
  const status = rolloutState === 'COMPLETED' ? 'SUCCESSFUL' : rolloutState === 'IN_PROGRESS' ? 'IN_PROGRESS' : '';
  const unknown = { triggered: false, startedAt: null, finishedAt: null, images: [] };
  return [...records, { ...unknown, id, status, reason, createdAt, taskDefinition }];
}

/** Where no service revision says which images ran, the task definition says what was asked for. */
function withImages(record: DeploymentRecord, { found }: RevisionsRead): DeploymentRecord {
  if (record.images.length > 0) return record;
  return { ...record, images: found.get(record.taskDefinition ?? '')?.images ?? [] };
}

function primaryOf(standing: Standing | undefined) {
  return standing?.service?.deployments.find(({ status }) => status === 'PRIMARY') ?? null;
}

function isKeptByEcs(standing: Standing | undefined): boolean {
  return standing?.service?.status === 'ACTIVE' && controllerOf(standing) === 'ECS';
}

function controllerOf(standing: Standing | undefined): string {
  return standing?.found?.deploymentController?.type ?? 'ECS';
}

function noteOf(standing: Standing | undefined, refused: readonly string[]): string | null {
  if (standing?.service?.status !== 'ACTIVE') return 'there is no such service';
  if (controllerOf(standing) !== 'ECS') return `ECS keeps no list of the deployments of ${controllerOf(standing)}`;
  return refused.length === 0 ? null : `what is unknown needs ${refused.join(', ')}`;
}
