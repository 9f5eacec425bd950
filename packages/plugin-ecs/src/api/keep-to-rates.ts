import { isAwsError } from '@funade/aws';
import type { World } from '@funade/core';
import type { FinalizeRequestMiddleware, MiddlewareStack } from '@smithy/types';
import { buckets, createRateLimit, type RateLimit, rateOf } from './rate-limit.ts';

interface SentBy<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/**
 * Lets every attempt of a client's calls take its turn in the bucket that the service takes it from; one bucket for all
 * clients and steps of a command. When the service throttles all the same, because somebody else calls too, the bucket
 * counts as empty, so that retries come at the rate at which it refills and not all at once.
 */
export function keepToRates<Input extends object, Output extends object>(
  client: SentBy<Input, Output>,
  world: World,
): void {
  const middleware: FinalizeRequestMiddleware<Input, Output> = (next, { commandName = '' }) => {
    const bucket = buckets[commandName.replace(/Command$/, '')];
    if (bucket === undefined) return next;
    return async (args) => {
      const limit = await world.resources.use<RateLimit>(`ecs.rate:${world.environment.name}:${bucket}`, () =>
        createRateLimit(world.clock, rateOf(bucket)),
      );
      await limit.take(world.signal);
      try {
        return await next(args);
      } catch (error) {
        if (isAwsError(error, 'ThrottlingException')) limit.drain();
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
