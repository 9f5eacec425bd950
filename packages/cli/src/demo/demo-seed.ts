import type { Seed } from '@funade/sandbox';
import { accounts, region, shopSeed } from './shop-seed.ts';

/** The shop with what stands beside its api: a log, a database to migrate, and a role that runs schedules. */
export function demoSeed(): Seed {
  const seed = shopSeed();
  const staging = seed.accounts[accounts.staging] ?? {};
  const place = staging.regions?.[region] ?? {};
  return {
    accounts: {
      ...seed.accounts,
      [accounts.staging]: {
        ...staging,
        roles: { ...staging.roles, scheduler: { trust: { services: ['scheduler.amazonaws.com'] } } },
        regions: {
          [region]: {
            ...place,
            logGroups: [logGroup],
            taskDefinitions: place.taskDefinitions?.map((definition) =>
              definition.family === 'shop-api' ? { ...definition, ...logging(definition) } : definition,
            ),
            behaviours: [
              {
                match: { command: '*migrate' },
                becomes: { type: 'exits', code: 0, afterSeconds: 3 },
                logs: [{ afterSeconds: 1, message: 'the database is up to date' }],
              },
            ],
          },
        },
      },
    },
  };
}

const logGroup = '/ecs/shop-api';

function logging(definition: { readonly containerDefinitions?: unknown }) {
  const options = { 'awslogs-group': logGroup, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' };
  const logConfiguration = { logDriver: 'awslogs', options };
  const containers = definition.containerDefinitions as readonly object[];
  return { containerDefinitions: containers.map((container) => ({ ...container, logConfiguration })) };
}
