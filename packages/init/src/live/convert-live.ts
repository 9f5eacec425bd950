import type { FoundProject, FoundService, LeftOut } from '../model/found-project.ts';
import { noted, type ValueObject } from '../model/value.ts';
import { withoutEnvironment } from '../text/environment-name.ts';
import { nothingToDeploy } from './errors.ts';
import { liveDefinition } from './live-definition.ts';
import type { LiveFacts, LiveService } from './live-facts.ts';
import { liveImages } from './live-images.ts';
import { liveSchedules } from './live-schedules.ts';
import { liveSettings } from './live-settings.ts';

/** How a config is made of what runs. */
export interface ConvertOptions {
  readonly project: string;
  /** Keep task definitions in files; else new revisions are made from what runs. */
  readonly definitions: boolean;
}

/** What runs in a cluster as a project. Touches nothing. Throws `INIT_NOTHING_FOUND`. */
export function convertLive(facts: LiveFacts, { project, definitions }: ConvertOptions): FoundProject {
  const { environment, account, region, role, cluster } = facts;
  const left: LeftOut[] = [...facts.unread];
  const kept = facts.services.filter((service) => {
    const why = whyNot(service);
    if (why !== null) left.push({ place: placeOf(service, cluster), ...why });
    return why === null;
  });
  if (kept.length === 0)
    throw nothingToDeploy(
      cluster,
      left.map(({ place, reason }) => `${place}: ${reason}`),
    );
  const keys = keysOf(kept, environment);
  const schedules = liveSchedules({ ...facts, services: kept });
  const services = kept.map((service, index): [string, FoundService] => {
    const key = keys[index] ?? '';
    const converted = convertService(service, { facts, key, definitions });
    left.push(...converted.left);
    const follow = schedules.byService.get(String(service.service.serviceName));
    const options = { ...converted.options, ...(follow === undefined ? {} : { schedules: follow }) };
    return [key, { environments: { [environment]: options } }];
  });
  left.push(...schedules.left);
  if (role === null) {
    left.push({
      place: `environment ${environment}`,
      what: 'the role to deploy with',
      reason: 'nothing that runs says it',
      instead: 'pass --role, or write it under environments: a job of the CI needs one',
    });
  }
  const asks = /^(prd|prod|production|live)$/.test(environment);
  return {
    origin: `what runs in cluster ${cluster}`,
    project,
    plugins: schedules.byService.size > 0 ? [{ name: 'schedules' }] : [],
    environments: {
      [environment]: {
        account,
        region,
        ...(role === null ? {} : { role }),
        ...(asks ? { confirm: noted(true, 'Ask before anything changes; --yes confirms.') } : {}),
      },
    },
    tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: [environment] }],
    services: Object.fromEntries(services),
    files: [],
    left,
  };
}

function placeOf({ service }: LiveService, cluster: string): string {
  return `service ${String(service.serviceName)} of cluster ${cluster}`;
}

/** Why a service is not in the config; null: it is. */
function whyNot({ service, definition }: LiveService): Omit<LeftOut, 'place'> | null {
  const what = 'the service';
  if (service.status !== 'ACTIVE') return { what, reason: `it is ${String(service.status)}` };
  const controller = controllerOf(service);
  if (controller === 'CODE_DEPLOY') {
    return {
      what,
      reason: 'its deployments are made by CodeDeploy',
      instead: 'blue/green deployments of ECS itself do the same: deploymentConfiguration.strategy',
    };
  }
  if (controller !== 'ECS') return { what, reason: `its deployment controller is ${controller}` };
  return definition === null ? { what, reason: 'it names no task definition' } : null;
}

function controllerOf(service: LiveService['service']): string {
  const { deploymentController } = service;
  const type = typeof deploymentController === 'object' && deploymentController !== null ? deploymentController : {};
  return String((type as { readonly type?: unknown }).type ?? 'ECS');
}

/** Names in the config: without the environment where that leaves them apart. */
function keysOf(services: readonly LiveService[], environment: string): readonly string[] {
  const whole = services.map(({ service }) => String(service.serviceName));
  const short = whole.map((name) => {
    const without = name
      .split(/[-_]/)
      .filter((word) => word !== environment)
      .join('-');
    return withoutEnvironment(without === '' ? name : without) ?? name;
  });
  const fits = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name);
  return short.map((name, index) =>
    fits(name) && short.filter((other) => other === name).length === 1
      ? name
      : (whole[index] ?? name).replaceAll(/[^\w.-]/g, '-').slice(0, 63),
  );
}

interface Conversion {
  readonly facts: LiveFacts;
  readonly key: string;
  readonly definitions: boolean;
}

function convertService(
  live: LiveService,
  { facts, key, definitions }: Conversion,
): { readonly options: ValueObject; readonly left: readonly LeftOut[] } {
  const place = placeOf(live, facts.cluster);
  const images = liveImages(live, facts, place);
  const at = { cluster: facts.cluster, service: String(live.service.serviceName) };
  if (live.service.resourceManagementType === 'ECS') {
    // Express Mode: ECS makes its revisions and settings, and its image is all that a deploy changes.
    return {
      options: {
        ecr: images.ecr,
        ecs: { ...at, express: noted({}, 'Its settings stay as they are: docs/express.md') },
      },
      left: images.left,
    };
  }
  const { settings, left } = liveSettings(live, place);
  const definition = definitions
    ? liveDefinition(live, { path: `ecs/${key}.json`, set: images.set, place })
    : { ecs: {}, left: [] };
  return {
    options: { ecr: images.ecr, ecs: { ...at, ...images.ecs, ...definition.ecs, settings } },
    left: [...images.left, ...left, ...definition.left],
  };
}
