import { isAwsError } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import type { FinalizeRequestMiddleware, MiddlewareStack } from '@smithy/types';
import { buckets, createRateLimit, type RateLimit, rateOf } from './rate-limit.ts';

const limitKey = resourceKey<RateLimit>('ecs.rate');

interface SentBy<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** Operations whose turn is taken before the call, by whoever looks at something between the two. */
export type TurnTaken = ReadonlySet<string>;

/** Waits for the turn of a call in the bucket that ECS takes it from. */
export async function takeTurn(operation: string, context: RunContext): Promise<void> {
  const limit = await useLimit(operation, context);
  await limit?.take(context.signal);
}

/**
 * Lets every attempt of a client's calls take its turn in the bucket that the service takes it from; one bucket for all
 * clients and steps of a command. When the service throttles all the same, because somebody else calls too, the bucket
 * counts as empty, so that retries come at the rate at which it refills and not all at once.
 */
export function keepToRates<Input extends object, Output extends object>(
  client: SentBy<Input, Output>,
  context: RunContext,
  taken: TurnTaken = new Set(),
): void {
  const middleware: FinalizeRequestMiddleware<Input, Output> = (next, { commandName = '' }) => {
    const operation = commandName.replace(/Command$/, '');
    if (buckets[operation] === undefined) return next;
    return async (args) => {
      const limit = await useLimit(operation, context);
      if (!taken.has(operation)) await limit?.take(context.signal);
      try {
        return await next(args);
      } catch (error) {
        if (isAwsError(error, 'ThrottlingException')) limit?.drain();
        throw error;
      }
    };
  };
  // Behind the retries, and before the signature, which ages.
  client.middlewareStack.addRelativeTo(middleware, {
    name: 'funadeKeepToRates',
    relation: 'before',
    toMiddleware: 'httpSigningMiddleware',
    override: true,
  });
}

async function useLimit(operation: string, context: RunContext): Promise<RateLimit | null> {
  const bucket = buckets[operation];
  if (bucket === undefined) return null;
  const key = limitKey.of(`${context.environment.name}:${bucket}`);
  return context.resources.use(key, () => createRateLimit(context.clock, rateOf(bucket)));
}
