import { isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { clusterUnknown, clusterUnsaid, serviceUnknown } from './errors.ts';
import type { LiveFacts, LiveService } from './live-facts.ts';
import { readRepositories, readScaling } from './read-around.ts';
import { type EcsReader, objectsOf, openEcs } from './read-ecs.ts';
import { readScheduled } from './read-scheduled.ts';

/** Which cluster is read, and what of it. */
export interface LiveWanted {
  /** Name or ARN; null: the only one. */
  readonly cluster: string | null;
  /** Names in ECS; empty: all. */
  readonly services: readonly string[];
}

/** Reads what runs in a cluster. Throws `INIT_CLUSTER_…`, `INIT_SERVICE_UNKNOWN` and what AWS refuses. */
export async function readLive(wanted: LiveWanted, context: RunContext): Promise<LiveFacts> {
  using ecs = await openEcs(context);
  const cluster = await clusterOf(wanted.cluster, ecs);
  const names = await ecs.listServices(cluster);
  if (names === null) throw clusterUnknown(cluster, await ecs.listClusters());
  const unknown = wanted.services.find((name) => !names.includes(name));
  if (unknown !== undefined) throw serviceUnknown(unknown, cluster, names);
  const chosen = wanted.services.length === 0 ? names : wanted.services;
  const ids = chosen.map((name) => `service/${cluster}/${name}`);
  const [described, repositories, scaling] = await Promise.all([
    ecs.describeServices(cluster, chosen),
    readRepositories(context),
    readScaling(ids, context),
  ]);
  const [first] = described;
  const scheduled =
    first === undefined ? { found: [], refused: [] } : await readScheduled(String(first.clusterArn), context);
  const services: LiveService[] = [];
  for (const service of described) {
    const scaled = scaling?.get(`service/${cluster}/${String(service.serviceName)}`) ?? null;
    services.push({ ...(await readDefinition(service, ecs)), service, scaling: scaled });
  }
  const { name: environment, account, region, role } = context.environment;
  return {
    environment,
    account,
    region,
    role,
    cluster,
    services,
    repositories,
    scheduled: scheduled.found,
    unread: [
      ...scheduled.refused.map((action) => notAllowed(cluster, 'what runs its tasks by the clock', action)),
      ...(repositories === null ? [notAllowed(cluster, 'repositories', 'ecr:DescribeRepositories')] : []),
      ...(scaling === null
        ? [notAllowed(cluster, 'auto scaling', 'application-autoscaling:DescribeScalableTargets')]
        : []),
    ],
  };
}

function notAllowed(cluster: string, what: string, action: string): LeftOut {
  return {
    place: `cluster ${cluster}`,
    what,
    reason: `the caller may not call ${action}`,
    instead: 'allow it, and run init again',
  };
}

async function clusterOf(written: string | null, ecs: EcsReader): Promise<string> {
  if (written !== null) return written.slice(written.lastIndexOf('/') + 1);
  const clusters = await ecs.listClusters();
  const [only] = clusters;
  if (only === undefined || clusters.length > 1) throw clusterUnsaid(clusters);
  return only;
}

type Revision = Pick<LiveService, 'definition' | 'tags' | 'revision'>;

async function readDefinition(service: JsonObject, ecs: EcsReader): Promise<Revision> {
  const primary = objectsOf(service.deployments).find(({ status }) => status === 'PRIMARY') ?? {};
  const arn = revisionArn(service, primary);
  const revision = arn === null ? null : await ecs.describeServiceRevision(arn);
  const runs = [revision?.taskDefinition, primary.taskDefinition, service.taskDefinition];
  const taskDefinition = runs.find((value) => typeof value === 'string' && value !== '');
  if (typeof taskDefinition !== 'string') return { definition: null, tags: [], revision };
  const answer = await ecs.describeTaskDefinition(taskDefinition);
  return {
    definition: isJsonObject(answer.taskDefinition) ? answer.taskDefinition : null,
    tags: objectsOf(answer.tags),
    revision,
  };
}

/** The service revision of the primary deployment: both have one number. */
function revisionArn(service: JsonObject, primary: JsonObject): string | null {
  const number = String(primary.id ?? '').split('/')[1];
  const arns = objectsOf(service.currentServiceRevisions).map(({ arn }) => String(arn));
  return arns.find((arn) => number !== undefined && arn.endsWith(`/${number}`)) ?? arns[0] ?? null;
}
