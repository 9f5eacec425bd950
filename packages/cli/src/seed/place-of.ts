import { type Environment, isJsonObject, type JsonObject, type Target } from '@funade/core';
import { nameIn } from './name-in.ts';
import { type ReferencedSecret, referencedIn } from './referenced.ts';
import { repositoriesOf } from './repositories-of.ts';
import { scheduledOf } from './scheduled-of.ts';
import { type AccountSeed, entryOf, type RegionSeed } from './seed-types.ts';
import { expressOf, serviceOf } from './service-of.ts';
import { otherDefinition, type SeededDefinition, seededDefinition } from './stand-in-definition.ts';
import { objectAt, textAt } from './values-at.ts';

/** What a region has of an environment, and the roles that are named there. */
export interface Place {
  readonly place: RegionSeed;
  readonly roles: NonNullable<AccountSeed['roles']>;
}

interface PlaceOptions {
  /** Tags of the repository, for images whose tag is that of the release. */
  readonly tags: readonly string[];
  /** Register stand-ins also where the config holds a definition. */
  readonly standIns: boolean;
}

interface ClusterSeed {
  readonly services: Record<string, JsonObject>;
  readonly expressServices: Record<string, JsonObject>;
}

/** Clusters, services, definitions, repositories and what they name, of the targets of one environment. */
export function placeOf(environment: Environment, targets: readonly Target[], { tags, standIns }: PlaceOptions): Place {
  const definitions = new Map<string, SeededDefinition>();
  const add = (definition: SeededDefinition): string => {
    if (!definitions.has(definition.family)) definitions.set(definition.family, definition);
    return definition.family;
  };
  const clusters: Record<string, ClusterSeed> = {};
  const scalableTargets: Record<string, { min: number; max: number }> = {};
  for (const target of targets) {
    const ecs = objectAt(target.options, 'ecs');
    const cluster = nameIn(textAt(ecs, 'cluster') ?? 'default');
    const at = entryOf(clusters, cluster, () => ({ services: {}, expressServices: {} }));
    const service = textAt(ecs, 'service');
    if (isJsonObject(ecs.express) && service !== null) {
      at.expressServices[service] = expressOf(target, environment.account);
      continue;
    }
    const family = add(seededDefinition(target, standIns));
    if (service !== null) at.services[service] = serviceOf(family, ecs);
    const { min, max } = objectAt(objectAt(ecs, 'settings'), 'autoscaling');
    if (service !== null && typeof max === 'number')
      scalableTargets[`${cluster}/${service}`] = { min: typeof min === 'number' ? min : 1, max };
    for (const task of Object.values(objectAt(ecs, 'tasks'))) {
      const other = textAt(task, 'taskDefinition');
      if (other !== null) add(otherDefinition(nameIn(other).replace(/:\d+$/, '')));
    }
  }
  const scheduled = scheduledOf(targets, environment, (target) => seededDefinition(target, standIns).family);
  const named = referencedIn(targets, [...definitions.values()], environment);
  const place: RegionSeed = {
    repositories: repositoriesOf(targets, tags),
    taskDefinitions: [...definitions.values()] as RegionSeed['taskDefinitions'],
    clusters: clusters as RegionSeed['clusters'],
    targetGroups: Object.fromEntries(named.targetGroups.map(({ name, id }) => [name, { id }])),
    parameters: Object.fromEntries(named.parameters.map((name) => [name, { type: 'SecureString', value: 'stand-in' }])),
    secrets: secretsOf(named.secrets),
    scalableTargets,
    rules: scheduled.rules,
    schedules: scheduled.schedules,
  };
  const services = ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com', 'scheduler.amazonaws.com', 'events.amazonaws.com'];
  const roles = Object.fromEntries([...named.roles, ...scheduled.roles].map((name) => [name, { trust: { services } }]));
  return { place, roles };
}

/** Secrets with the members that are asked for. */
function secretsOf(named: readonly ReferencedSecret[]): NonNullable<RegionSeed['secrets']> {
  const secrets: Record<string, { value: Record<string, string>; suffix?: string }> = {};
  for (const { name, suffix, key } of named) {
    const secret = entryOf(secrets, name, () => ({ value: {}, ...(suffix === null ? {} : { suffix }) }));
    secret.value[key ?? 'value'] = 'stand-in';
  }
  return secrets;
}
