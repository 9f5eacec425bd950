import type { JsonObject } from '@funade/core';
import type { WorldPlan } from '../model/story.ts';
import { roleName } from './seed-of.ts';

/** The config of a world, as it stands in `deploy.config.ts`, plugins apart. */
export function configOf({ environments, services }: WorldPlan): JsonObject {
  return {
    project: 'shop',
    environments: Object.fromEntries(
      environments.map(({ name, account, region, role }) => [
        name,
        { account, region, ...(role ? { role: `arn:aws:iam::${account}:role/${roleName}` } : {}) },
      ]),
    ),
    tagRules: [{ tag: 'v*', environments: environments.map(({ name }) => name) }],
    services: Object.fromEntries(
      services.map(({ name, image, ecs, schedules }) => [
        name,
        {
          ecr: { repository: image, prebuilt: { tag: '{{release.tag}}' } },
          ecs: { cluster: 'shop-{{environment.name}}', service: name, container: 'app', ...ecs },
          ...(schedules === null ? {} : { schedules }),
        },
      ]),
    ),
  } as JsonObject;
}
