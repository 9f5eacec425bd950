import { useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import { keepToRates, type TurnTaken } from './keep-to-rates.ts';

const clientKey = resourceKey<Ecs>('ecs.client');
const lookClientKey = resourceKey<Ecs>('ecs.look-client');
const writeClientKey = resourceKey<Ecs>('ecs.write-client');

type Sdk = typeof import('@aws-sdk/client-ecs');

/** The ECS client of a context's environment, which keeps to the rates of ECS, and the SDK that its commands come from. */
export interface Ecs {
  readonly client: InstanceType<Sdk['ECSClient']>;
  readonly sdk: Sdk;
}

/** Loads the SDK and makes the client on first use; closed with the context's resources. */
export async function useEcs(context: RunContext): Promise<Ecs> {
  return context.resources.use(clientKey.of(context.environment.name), () => createEcs(context));
}

/** A look comes again in seconds, so it tries again once for a cut connection and leaves the rest to the next look. */
const attemptsOfLook = 2;

/** The client that looks are made with. */
export async function useEcsForLooks(context: RunContext): Promise<Ecs> {
  return context.resources.use(lookClientKey.of(context.environment.name), () => createEcs(context, attemptsOfLook));
}

/** Calls that `sendAfterLook` makes. */
const writes: TurnTaken = new Set([
  'CreateExpressGatewayService',
  'RegisterTaskDefinition',
  'RunTask',
  'UpdateExpressGatewayService',
  'UpdateService',
]);

/** The client of calls that are sent once for each look, and whose turn is taken before it: see `sendAfterLook`. */
export async function useEcsForWrites(context: RunContext): Promise<Ecs> {
  return context.resources.use(writeClientKey.of(context.environment.name), () => createEcs(context, 1, writes));
}

async function createEcs(
  context: RunContext,
  attempts?: number,
  taken: TurnTaken = new Set(),
): Promise<Ecs & Disposable> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-ecs')]);
  const client = new sdk.ECSClient(session.clientConfigFor('ecs', attempts));
  keepToRates(client, context, taken);
  return { client, sdk, [Symbol.dispose]: () => client.destroy() };
}
