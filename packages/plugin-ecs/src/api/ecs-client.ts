import { useSession } from '@funade/aws';
import { resourceKey, type World } from '@funade/core';
import { keepToRates, type TurnTaken } from './keep-to-rates.ts';

const clientKey = resourceKey<Ecs>('ecs.client');
const lookClientKey = resourceKey<Ecs>('ecs.look-client');
const writeClientKey = resourceKey<Ecs>('ecs.write-client');

type Sdk = typeof import('@aws-sdk/client-ecs');

/** The ECS client of a world's environment, which keeps to the rates of ECS, and the SDK that its commands come from. */
export interface Ecs {
  readonly client: InstanceType<Sdk['ECSClient']>;
  readonly sdk: Sdk;
}

/** Loads the SDK and makes the client on first use; closed with the world's resources. */
export async function useEcs(world: World): Promise<Ecs> {
  return world.resources.use(clientKey.of(world.environment.name), () => createEcs(world));
}

/** A look comes again in seconds, so it tries again once for a cut connection and leaves the rest to the next look. */
const attemptsOfLook = 2;

/** The client that looks are made with. */
export async function useEcsForLooks(world: World): Promise<Ecs> {
  return world.resources.use(lookClientKey.of(world.environment.name), () => createEcs(world, attemptsOfLook));
}

/** Calls that `sendAfterLook` makes. */
const writes: TurnTaken = new Set(['RegisterTaskDefinition', 'UpdateService']);

/** The client of calls that are sent once for each look, and whose turn is taken before it: see `sendAfterLook`. */
export async function useEcsForWrites(world: World): Promise<Ecs> {
  return world.resources.use(writeClientKey.of(world.environment.name), () => createEcs(world, 1, writes));
}

async function createEcs(world: World, attempts?: number, taken: TurnTaken = new Set()): Promise<Ecs & Disposable> {
  const [session, sdk] = await Promise.all([useSession(world), import('@aws-sdk/client-ecs')]);
  const client = new sdk.ECSClient(session.clientConfigFor('ecs', attempts));
  keepToRates(client, world, taken);
  return { client, sdk, [Symbol.dispose]: () => client.destroy() };
}
