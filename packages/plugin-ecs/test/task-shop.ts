import type { JsonObject } from '@funade/core';
import type { EcsOptions } from '../src/options/options.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** The network of every service. */
export const network = { awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-a'] } };

const log = {
  logDriver: 'awslogs',
  options: { 'awslogs-group': '/shop/api', 'awslogs-region': 'ap-northeast-1', 'awslogs-stream-prefix': 'ecs' },
};

/** How the migration of a test goes: a behaviour of the sandbox. */
export type Behaviour = Parameters<Shop['sandbox']['ecs']['behave']>[0];

const command = ['npx', 'prisma', 'migrate', 'deploy'] as const;

/** A migration before the rollout. */
export const migrate = { when: 'before', command: [...command], container: 'app' } as const;

/** A warm-up after the rollout. */
export const warm = { when: 'after', command: ['node', 'warm.js'], container: 'app' } as const;

/** A task whose command ends well after three seconds, and writes. */
export const goesWell: Behaviour = {
  match: { startedBy: 'funade/*' },
  becomes: { type: 'exits', code: 0, afterSeconds: 3 },
  logs: [
    { afterSeconds: 1, message: 'applying 1 migration' },
    { afterSeconds: 2, message: 'token=abcdefghijklmnop1234567890abcdefghij done' },
  ],
};

/** A shop whose tasks behave so. */
export async function startTaskShop(behaviour: Behaviour = goesWell, options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop({
    ...options,
    container: { logConfiguration: log, ...options.container },
    service: { networkConfiguration: network, ...options.service },
  });
  shop.sandbox.ecs.behave(behaviour);
  return shop;
}

/** Options of a service with these tasks. */
export function withTasks(tasks: EcsOptions['tasks']): Partial<EcsOptions> {
  return { tasks };
}

/** The tasks that were started one-off, as the sandbox knows them. */
export function oneOffs({ sandbox }: Shop): readonly JsonObject[] {
  return (sandbox.ecs.tasks() as readonly JsonObject[]).filter(({ startedBy }) =>
    String(startedBy).startsWith('funade/'),
  );
}
