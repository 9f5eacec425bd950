import type { Service, ServiceDeploymentBrief, ServiceRevision } from '@aws-sdk/client-ecs';
import { resourceName, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { allPages } from '../api/all-pages.ts';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { familyOf, revisionName } from '../model/revision-name.ts';
import { describeServices } from '../observe/observe-services.ts';
import { originOf } from '../task-definition/revision-tags.ts';
import type { Use, UsesWanted } from './read-uses.ts';
import { revisionsToGoBackTo } from './revisions-to-go-back-to.ts';

/** As many as a history looks at. */
const mostDeployments = 100;

/** Service deployments that have ended for good and to which nothing goes back. */
const over: ReadonlySet<string> = new Set(['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'SUCCESSFUL']);

interface ServicesWanted extends UsesWanted {
  readonly clusters: readonly string[];
}

/** Revisions that services run, deploy, or may go back to. */
export async function serviceUses(
  ecs: Ecs,
  { clusters, families, keep }: ServicesWanted,
  context: RunContext,
): Promise<readonly Use[]> {
  const services = (await settleAll(clusters.map((cluster) => readServices(ecs, cluster, context)))).flat();
  const ours = services.filter((service) => running(service).some((arn) => families.has(familyOf(arn))));
  const deployed = await settleAll(ours.map((service) => deployedUses(ecs, { service, keep }, context)));
  return [
    ...services.flatMap((service) =>
      running(service).map((taskDefinition) => ({ taskDefinition, why: `service ${nameOf(service)} runs it` })),
    ),
    ...deployed.flat(),
  ];
}

/** `shop/api` */
function nameOf({ clusterArn = '', serviceName = '' }: Service): string {
  return `${resourceName(clusterArn)}/${serviceName}`;
}

function running({ taskDefinition, deployments = [], taskSets = [] }: Service): readonly string[] {
  const all = [
    taskDefinition,
    ...deployments.map((each) => each.taskDefinition),
    ...taskSets.map((each) => each.taskDefinition),
  ];
  return [...new Set(all.flatMap((arn) => arn ?? []))];
}

async function readServices(ecs: Ecs, cluster: string, context: RunContext): Promise<readonly Service[]> {
  const arns = await listServices(ecs, cluster, context);
  const answers = await settleAll(
    inGroups(arns, 10).map((services) => describeServices(ecs, { cluster, services: [...services] }, context)),
  );
  return answers.flatMap(({ output: { services = [] } }) => services);
}

async function listServices({ client, sdk }: Ecs, cluster: string, { signal }: RunContext): Promise<readonly string[]> {
  try {
    return await allPages(async (nextToken) => {
      const command = new sdk.ListServicesCommand({ cluster, maxResults: 100, nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.serviceArns ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListServices', subject: cluster });
  }
}

interface ServiceWanted {
  readonly service: Service;
  readonly keep: number;
}

/** What is in progress goes to and comes from, and the deployments that succeeded and a rollback goes back to. */
async function deployedUses(ecs: Ecs, { service, keep }: ServiceWanted, context: RunContext): Promise<readonly Use[]> {
  if ((service.deploymentController?.type ?? 'ECS') !== 'ECS') return [];
  const all = await listDeployments(ecs, service, context);
  const newest = all.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
  const goingOn = newest.filter(({ status = '' }) => !over.has(status));
  const succeeded = newest.filter(({ status }) => status === 'SUCCESSFUL').slice(0, mostDeployments);
  const arns = [...goingOn, ...succeeded].flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
  const why = `service ${nameOf(service)} can be rolled back to it`;
  const inProgress = new Set(goingOn.map(targetOf));
  const described = await describeRevisions(ecs, arns, context);
  const revisions = new Map(described.map((each) => [each.serviceRevisionArn ?? '', each]));
  const past = succeeded.flatMap(({ targetServiceRevisionArn = '' }) => {
    return revisions.get(targetServiceRevisionArn)?.taskDefinition ?? [];
  });
  const needed = new Set(revisionsToGoBackTo(past, { runs: await contentOf(ecs, service, context), keep }));
  return [...revisions.values()].flatMap(({ serviceRevisionArn, taskDefinition, containerImages = [] }) => {
    if (taskDefinition === undefined) return [];
    if (!inProgress.has(serviceRevisionArn) && !needed.has(taskDefinition)) return [];
    const deploys = inProgress.has(serviceRevisionArn);
    const digests = containerImages.flatMap(({ imageDigest }) => imageDigest ?? []);
    return [{ taskDefinition, why: deploys ? `service ${nameOf(service)} is deploying it` : why, digests }];
  });
}

async function listDeployments(
  { client, sdk }: Ecs,
  service: Service,
  { signal }: RunContext,
): Promise<readonly ServiceDeploymentBrief[]> {
  const { clusterArn: cluster, serviceName: name } = service;
  try {
    return await allPages(async (nextToken) => {
      const command = new sdk.ListServiceDeploymentsCommand({ cluster, service: name, maxResults: 100, nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.serviceDeployments ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListServiceDeployments', subject: nameOf(service) });
  }
}

async function describeRevisions(
  { client, sdk }: Ecs,
  arns: readonly string[],
  { signal }: RunContext,
): Promise<readonly ServiceRevision[]> {
  try {
    const answers = await settleAll(
      inGroups([...new Set(arns)], 20).map((group) =>
        client.send(new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...group] }), {
          abortSignal: signal,
        }),
      ),
    );
    return answers.flatMap(({ serviceRevisions = [] }) => serviceRevisions);
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServiceRevisions' });
  }
}

/** Names of the revision that a service runs, and of the one that it was registered again from. */
async function contentOf(ecs: Ecs, { taskDefinition }: Service, context: RunContext): Promise<ReadonlySet<string>> {
  if (taskDefinition === undefined) return new Set();
  const { tags } = await describeTaskDefinition(ecs, taskDefinition, context);
  return new Set([revisionName(taskDefinition), originOf(tags)].flatMap((name) => name ?? []));
}

function targetOf({ targetServiceRevisionArn }: ServiceDeploymentBrief): string | undefined {
  return targetServiceRevisionArn;
}
