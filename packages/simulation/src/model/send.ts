import type { useHttp } from '@funade/aws';

type Http = Awaited<ReturnType<typeof useHttp>>;
type HandlerRequest = Parameters<Http['handler']['handle']>[0];
type HandlerAnswer = Awaited<ReturnType<Http['handler']['handle']>>;

/** Sends a request of the SDK's clients. */
export type Send = (
  request: HandlerRequest,
  onward: (request: HandlerRequest) => Promise<HandlerAnswer>,
) => Promise<HandlerAnswer>;
