import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { internalFault } from '../../model/internal-fault.ts';
import type { Outgoing } from '../../wire/exchange.ts';
import type { RegistryAnswer } from './registry-call.ts';
import { RegistryFault } from './registry-fault.ts';

/** Any error as the registry tells it. */
export function readRefusal(error: unknown): RegistryFault {
  if (error instanceof RegistryFault) return error;
  const { code, message, status } = internalFault(error);
  return new RegistryFault(code, message, { status });
}

/** The JSON of the distribution specification for a refusal. */
export function refusalAnswer({ code, message, status, headers }: RegistryFault): RegistryAnswer {
  const text = JSON.stringify({ errors: [{ code, message }] });
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    },
    body: text,
  };
}

/** Writes an answer; a body that is a stream goes out as it comes, for HEAD not at all. */
export async function writeRegistryAnswer(response: Outgoing, answer: RegistryAnswer): Promise<void> {
  const { status, headers, body } = answer;
  // A request's body that nobody read would keep the connection from being used again.
  response.req.resume();
  response.writeHead(status, { 'docker-distribution-api-version': 'registry/2.0', ...headers });
  const isHead = response.req.method === 'HEAD';
  if (body instanceof Readable) {
    if (isHead) body.destroy();
    // A client that hangs up in the middle of a blob is its own business.
    else return await pipeline(body, response).catch(() => void response.destroy());
  }
  response.end(isHead || body instanceof Readable ? undefined : body);
}
