import { textIn } from '../../model/input.ts';
import { SeedFault, seedAt } from '../../model/seed-fault.ts';
import { AwsFault, type Lookup, type WireObject } from '../../model/service.ts';
import { advance } from './advance.ts';
import { newCluster } from './operations/create-cluster.ts';
import { createExpressGatewayService } from './operations/express-gateway-services.ts';
import { beginDeployment } from './rollout/begin-deployment.ts';
import type { EcsSeed } from './seed.ts';
import { seedDefinition, withRegistry } from './seed-definitions.ts';
import { completeService } from './seed-short-forms.ts';
import { checkService } from './service-rules/check-service.ts';
import { newService } from './services.ts';
import type { EcsState, TaskDefinitionRevision } from './state.ts';
import { containerDefinitions } from './task/containers.ts';
import { findTaskDefinition } from './task-definitions.ts';

const day = 24 * 3600 * 1000;

/** A seed need not have the target groups that its services name. */
const anyTargetGroup = { targetGroup: () => true };

export interface SeedContext {
  /** The time the sandbox starts at. */
  readonly now: number;
  /** What `{{registry}}` in a task definition stands for, `127.0.0.1:PORT`. */
  readonly registry: string;
  readonly lookup: Lookup;
  /** The ARN of the execution role of task definitions that need one and name none; makes the role. */
  executionRole(): string;
}

type ServiceSeed = EcsSeed['clusters'][string]['services'][string];

/**
 * Puts a seed into a fresh state. The services are created a day earlier and left to run until now, so that they are
 * steady, with tasks, events and a successful service deployment. Throws `SeedFault` for what ECS itself would refuse.
 */
export function loadEcsSeed(state: EcsState, seed: EcsSeed, context: SeedContext): void {
  state.now = context.now - day;
  for (const [index, written] of seed.taskDefinitions.entries()) {
    seedAt(`taskDefinitions[${index}]`, () => seedDefinition(state, written as WireObject, context));
  }
  for (const [cluster, { services, expressServices, tags }] of Object.entries(seed.clusters)) {
    newCluster(state, cluster).tags = tags ?? [];
    for (const [name, written] of Object.entries(services)) {
      seedAt(`clusters.${cluster}.services.${name}`, () => seedService(state, { cluster, name, written }));
    }
    for (const [name, written] of Object.entries(expressServices)) {
      seedAt(`clusters.${cluster}.expressServices.${name}`, () =>
        seedExpress(state, { cluster, name, written: written as WireObject }, context),
      );
    }
  }
  advance(state, context.now, allPullable(context.lookup));
  state.timings = seed.timings;
  state.throttling = seed.throttling;
  state.activeDeploymentsFirst = seed.activeDeploymentsFirst;
  for (const [cluster, group] of Object.entries(seed.actionLogs)) {
    seedAt(`actionLogs.${cluster}`, () => deliverActionLogs(state, cluster, group));
  }
  state.logGroups = seed.logGroups ? new Set(seed.logGroups) : null;
  state.behaviours.push(...seed.behaviours.map((behaviour) => ({ behaviour, taken: 0 })));
}

function deliverActionLogs(state: EcsState, cluster: string, group: string): void {
  const { account, region } = state;
  const found = state.clusters.get(cluster);
  if (found === undefined) throw new AwsFault('ClusterNotFoundException', 'Cluster not found.');
  const own = `arn:aws:logs:${region}:${account}`;
  const name = `${cluster}-action-logs`;
  const { sources, destinations, deliveries } = state.deliveries;
  const arn = `${own}:delivery-source:${name}`;
  sources.set(name, { name, arn, resourceArn: found.arn, logType: 'ACTION_LOGS', tags: [] });
  const to = { arn: `${own}:delivery-destination:${name}`, resourceArn: `${own}:log-group:${group}` };
  destinations.set(name, { name, ...to, type: 'CWL', tags: [] });
  deliveries.set(name, { id: name, arn: `${own}:delivery:${name}`, source: name, destinationArn: to.arn });
  if (!state.logs.has(group)) state.logs.set(group, new Map());
}

function seedExpress(
  state: EcsState,
  { cluster, name, written }: { cluster: string; name: string; written: WireObject },
  { lookup, registry }: SeedContext,
): void {
  const { account, region, now } = state;
  const input = { ...(withRegistry(written, registry) as WireObject), cluster, serviceName: name };
  const operation = 'CreateExpressGatewayService';
  const callerArn = `arn:aws:iam::${account}:root`;
  const isAllowed = (): boolean => true;
  createExpressGatewayService(state, { operation, input, account, region, callerArn, isAllowed, now, lookup });
  const definition = findTaskDefinition(state, state.services.get(`${cluster}/${name}`)?.taskDefinition ?? '');
  if (definition !== undefined) rememberImages(state, definition);
}

function seedService(
  state: EcsState,
  { cluster, name, written }: { cluster: string; name: string; written: ServiceSeed },
): void {
  const definition = findTaskDefinition(state, written.taskDefinition);
  if (definition?.status !== 'ACTIVE') {
    throw new SeedFault('taskDefinition', `there is no task definition ${written.taskDefinition} in this region`);
  }
  const members = completeService(written, definition.body);
  checkService(state, { members, definition, lookup: anyTargetGroup, running: definition });
  const createdBy = `arn:aws:iam::${state.account}:root`;
  const service = newService(state, members, { cluster, name, createdBy });
  service.tags = written.tags ?? [];
  rememberImages(state, definition);
  if (service.controller !== 'EXTERNAL') beginDeployment(state, service);
  // A seeded service simply runs: its first deployment does not wait for hooks, bake time or traffic steps.
  for (const deployment of service.serviceDeployments) deployment.progress = null;
}

/** What a seed says runs can be pulled again later, though no registry has it. */
function rememberImages(state: EcsState, definition: TaskDefinitionRevision): void {
  for (const container of containerDefinitions(definition)) state.seededImages.add(textIn(container, 'image') ?? '');
}

function allPullable(lookup: Lookup): Lookup {
  return { ...lookup, secret: () => null, image: (reference) => lookup.image(reference) ?? 'not-ours' };
}
