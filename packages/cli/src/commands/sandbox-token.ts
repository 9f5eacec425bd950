import { type Connected, useHttp } from '@funade/aws';
import { createResources, isJsonObject, type Json } from '@funade/core';
import { sandboxUnreachable, tokenRefused, usage } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { SandboxTokenOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';

const mostBytes = 1024 * 1024;

/** `funade sandbox token`: asks the issuer of a running sandbox for a token and prints it. */
export async function sandboxToken(
  { sub, aud, expiresIn, endpoint, json }: SandboxTokenOptions,
  io: Io,
  { signal }: Interruption,
): Promise<number> {
  const url = tokenUrl(endpoint ?? io.env.AWS_ENDPOINT_URL);
  url.searchParams.set('sub', sub);
  url.searchParams.set('aud', aud);
  if (expiresIn !== null) url.searchParams.set('expires_in', String(expiresIn));
  const answer = await ask(url, { clock: io.clock, env: io.env, random: io.random, signal });
  io.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${answer.id_token}\n`);
  return 0;
}

function tokenUrl(endpoint: string | undefined): URL {
  if (endpoint === undefined || endpoint === '') {
    throw usage(
      'no sandbox is named',
      'pass its endpoint with --endpoint or AWS_ENDPOINT_URL; `funade sandbox` prints it',
    );
  }
  if (!URL.canParse(endpoint)) throw usage(`"${endpoint}" is not a URL`, '`funade sandbox` prints the endpoint');
  return new URL('/oidc/token', endpoint);
}

async function ask(url: URL, context: Omit<Connected, 'resources'>): Promise<{ readonly id_token: string }> {
  const resources = createResources();
  const { send } = await useHttp({ ...context, resources });
  const { status, bytes } = await send({ method: 'GET', url, limits: { total: 10_000 } }, mostBytes)
    .catch((error: unknown) => {
      context.signal.throwIfAborted();
      throw sandboxUnreachable(url.origin, error);
    })
    .finally(() => resources.close());
  const text = bytes.toString('utf8');
  const answer = parse(text);
  if (status !== 200) {
    const description = isJsonObject(answer) ? answer.error_description : undefined;
    throw tokenRefused(status, typeof description === 'string' ? description : text.slice(0, 200));
  }
  if (!isJsonObject(answer) || typeof answer.id_token !== 'string') {
    throw sandboxUnreachable(url.origin, new Error('something else answers there'));
  }
  return { ...answer, id_token: answer.id_token };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
