import type { JsonObject } from '@funade/core';
import type { Seed } from '@funade/sandbox';
import { type EnvironmentPlan, releases, type ServicePlan, type WorldPlan } from '../model/story.ts';
import { secrets } from './secrets.ts';

export const clusterOf = (environment: string): string => `shop-${environment}`;
export const roleName = 'deployer';

/** What the sandbox starts with: the first release of everything runs, the others are in the registries. */
export function seedOf(world: WorldPlan): Seed {
  const accounts: Record<string, Seed['accounts'][string]> = {};
  for (const environment of world.environments) {
    const known = accounts[environment.account];
    accounts[environment.account] = {
      users: { deployer: {} },
      roles: { [roleName]: { trust: { principals: ['*'] } }, tasks: {}, events: {} },
      regions: { ...known?.regions, [environment.region]: regionOf(world, environment) },
    };
  }
  return { accounts };
}

type Region = NonNullable<NonNullable<Seed['accounts'][string]['regions']>[string]>;

function regionOf(world: WorldPlan, environment: EnvironmentPlan): Region {
  const { services, timings, behaviours, activeFirst, revisions = 1 } = world;
  const images = new Set(services.map(({ image }) => image));
  const families = new Map(services.map((service) => [service.family, service]));
  const cluster = clusterOf(environment.name);
  return {
    repositories: Object.fromEntries([...images].map((image) => [image, { images: releases.map(imageOf(image)) }])),
    taskDefinitions: [...families.values()].flatMap((service) =>
      Array.from({ length: revisions }, (_, nth) => ({ ...definitionOf(service, environment), ...ageOf(nth) })),
    ),
    clusters: {
      [cluster]: {
        services: Object.fromEntries(
          services.map(({ name, family, running }) => [name, { taskDefinition: family, ...running }]),
        ),
      },
    },
    rules: Object.fromEntries(
      services.flatMap(({ schedules, name }) =>
        schedules === null ? [] : [[`nightly-${name}`, { ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }]],
      ),
    ),
    parameters: { '/shop/password': { type: 'SecureString', value: secrets.parameter } },
    behaviours: [...behaviours],
    timings,
    throttling: true,
    activeDeploymentsFirst: activeFirst,
  } as Region;
}

const imageOf = (image: string) => (tag: string) => ({ tags: [tag], files: { '/app': `${image} ${tag}` } });

/** What tells the revisions of the beginning apart. */
function ageOf(nth: number) {
  return nth === 0 ? {} : { memory: String(512 * 2 ** nth) };
}

function definitionOf(
  { family, image }: ServicePlan,
  { account }: EnvironmentPlan,
): { family: string; containerDefinitions: JsonObject[] } {
  return {
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${account}:role/tasks`,
    containerDefinitions: [
      {
        name: 'app',
        image: `{{registry}}/${image}:${releases[0]}`,
        essential: true,
        environment: [{ name: 'DATABASE_PASSWORD', value: secrets.environment }],
      },
    ],
  } as never;
}
