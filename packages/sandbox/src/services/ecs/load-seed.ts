import { isObject, textIn } from '../../model/input.ts';
import type { Lookup, WireJson, WireObject } from '../../model/service.ts';
import { advance } from './advance.ts';
import { newCluster } from './operations/create-cluster.ts';
import { newRevision } from './operations/register-task-definition.ts';
import { beginDeployment } from './rollout/begin-deployment.ts';
import type { EcsSeed } from './seed.ts';
import { newService } from './services.ts';
import type { EcsState } from './state.ts';
import { tagsIn } from './tags.ts';
import { containerDefinitions } from './task/containers.ts';
import { normalizeTaskDefinition } from './task-definition/normalize.ts';
import { taskDefinitionFault } from './task-definition/validate.ts';
import { findTaskDefinition } from './task-definitions.ts';

const day = 24 * 3600 * 1000;

export interface SeedContext {
  /** The time the sandbox starts at. */
  readonly now: number;
  /** What `{{registry}}` in a task definition stands for, `127.0.0.1:PORT`. */
  readonly registry: string;
  readonly lookup: Lookup;
}

/**
 * Puts a seed into a fresh state. The services are created a day earlier and left to run until now, so that they are
 * steady, with tasks, events and a successful service deployment. Throws `AwsFault` for what ECS itself would refuse.
 */
export function loadEcsSeed(state: EcsState, seed: EcsSeed, context: SeedContext): void {
  const createdBy = `arn:aws:iam::${state.account}:root`;
  state.now = context.now - day;
  for (const written of seed.taskDefinitions) {
    const request = withRegistry(written as WireObject, context.registry) as WireObject;
    const body = normalizeTaskDefinition(request);
    const fault = taskDefinitionFault(body);
    if (fault) throw fault;
    newRevision(state, body, { tags: tagsIn(request), registeredBy: createdBy });
  }
  for (const [cluster, { services, tags }] of Object.entries(seed.clusters)) {
    newCluster(state, cluster).tags = tags ?? [];
    for (const [name, written] of Object.entries(services)) {
      const service = newService(state, written as WireObject, { cluster, name, createdBy });
      service.tags = written.tags ?? [];
      rememberImages(state, service.taskDefinition);
      if (service.controller !== 'EXTERNAL') beginDeployment(state, service);
      // A seeded service simply runs: its first deployment does not wait for hooks, bake time or traffic steps.
      for (const deployment of service.serviceDeployments) deployment.progress = null;
    }
  }
  advance(state, context.now, allPullable(context.lookup));
  state.timings = seed.timings;
  state.throttling = seed.throttling;
  state.activeDeploymentsFirst = seed.activeDeploymentsFirst;
  state.logGroups = seed.logGroups ? new Set(seed.logGroups) : null;
  state.behaviours.push(...seed.behaviours.map((behaviour) => ({ behaviour, taken: 0 })));
}

/** What a seed says runs can be pulled again later, though no registry has it. */
function rememberImages(state: EcsState, taskDefinition: string): void {
  const definition = findTaskDefinition(state, taskDefinition);
  for (const container of definition ? containerDefinitions(definition) : []) {
    state.seededImages.add(textIn(container, 'image') ?? '');
  }
}

function allPullable(lookup: Lookup): Lookup {
  return { ...lookup, secret: () => null, image: (reference) => lookup.image(reference) ?? 'not-ours' };
}

function withRegistry(value: WireJson, registry: string): WireJson {
  if (typeof value === 'string') return value.replaceAll('{{registry}}', registry);
  if (Array.isArray(value)) return value.map((item) => withRegistry(item, registry));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : withRegistry(item, registry)]),
  );
}
