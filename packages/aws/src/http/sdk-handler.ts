import { Readable } from 'node:stream';
import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@smithy/types';
import { ForeignAnswer, foreignKind } from './foreign-answer.ts';
import type { WholeAnswer } from './http.ts';
import type { HttpCall } from './send.ts';

/** What the SDK's clients send with; it is theirs together, so none of them can close or change it. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<never, never>;
}

/** Answers of AWS are read whole here: so the limits hold for each of them, whoever reads on. */
export function sdkHandler(send: (call: HttpCall) => Promise<WholeAnswer>): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, { abortSignal } = {}) {
      const signal = abortSignal as AbortSignal | undefined;
      const answer = await send({
        method: request.method,
        url: await urlOf(request),
        headers: request.headers,
        ...(isBody(request.body) ? { body: request.body } : {}),
        ...(signal === undefined ? {} : { signal }),
      }).catch((error: unknown) => {
        throw signal?.aborted ? Object.assign(new Error('the call was stopped'), { name: 'AbortError' }) : error;
      });
      const headers = plain(answer.headers);
      const head = { status: answer.status, headers, size: answer.bytes.length };
      const kind = foreignKind(head);
      if (kind !== null) throw new ForeignAnswer(answer.url.origin, kind, head);
      return { response: { statusCode: answer.status, headers, body: Readable.from([answer.bytes]) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

async function urlOf({ protocol, hostname, port, path, query }: HttpRequest): Promise<URL> {
  const { origin } = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  const text = await queryOf(query);
  return new URL(`${origin}${path}${text === '' ? '' : `?${text}`}`);
}

async function queryOf(query: HttpRequest['query']): Promise<string> {
  // Most calls have none, and even what is loaded already takes time to find.
  if (query === undefined || Object.keys(query).length === 0) return '';
  const { buildQueryString } = await import('@smithy/core/protocols');
  return buildQueryString(query);
}

function isBody(body: unknown): body is NonNullable<HttpCall['body']> {
  return (typeof body === 'string' && body !== '') || body instanceof Uint8Array || body instanceof Readable;
}

function plain(headers: WholeAnswer['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries);
}
