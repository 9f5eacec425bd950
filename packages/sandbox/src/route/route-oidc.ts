import { AwsFault, type WireJson } from '../model/service.ts';
import { readGithubJob } from '../oidc/github-job.ts';
import type { Incoming, Outgoing } from '../wire/exchange.ts';
import { flatHeaders, type HttpAnswer, urlOf, writeAnswer } from '../wire/http.ts';
import type { World } from '../world/world.ts';
import { disturb } from './disturb.ts';

/** Answers requests under `/oidc`: discovery, keys, a token for the asking, and GitHub's token endpoint. */
export async function routeOidc(world: World, request: Incoming, response: Outgoing): Promise<void> {
  const url = urlOf(request);
  request.resume();
  const name = operationOf(url) ?? 'unknown';
  const { answer, error } = await perform(world, `oidc.${name}`, () => work(world, url, request));
  const { authorization: _, ...headers } = flatHeaders(request);
  world.log.add(
    {
      operation: `oidc.${name}`,
      body: { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams) },
      headers,
      account: null,
      region: null,
      at: world.clock.now(),
      status: answer?.status ?? 0,
      response: null,
      error,
      needed: [],
    },
    smallRequest,
  );
  if (answer === null) response.destroy();
  else await writeAnswer(response, answer);
}

/** Bytes that a request without a body is taken for in the log. */
const smallRequest = 1000;

interface Result {
  /** Null: the connection is cut. */
  readonly answer: HttpAnswer | null;
  readonly error: string | null;
}

async function perform(world: World, operation: string, doWork: () => Promise<WireJson>): Promise<Result> {
  try {
    const result = await disturb(world, operation, doWork);
    if (result.kind === 'cut') return { answer: null, error: null };
    return { answer: result.kind === 'raw' ? result : json(200, result.answer), error: null };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return { answer: json(error.status, { error: error.code, error_description: error.message }), error: error.code };
  }
}

function work(world: World, url: URL, { headers }: Incoming): Promise<WireJson> {
  switch (operationOf(url)) {
    case 'configuration':
      return configuration(world, url);
    case 'jwks':
      return world.issuer.jwks() as Promise<unknown> as Promise<WireJson>;
    case 'token':
      return token(world, url);
    case 'github':
      return github(world, url, headers.authorization);
    default:
      throw new AwsFault('NotFound', `the issuer has no ${url.pathname}`, 404);
  }
}

function operationOf({ pathname }: URL): string | undefined {
  return Object.hasOwn(operations, pathname) ? operations[pathname] : undefined;
}

const operations: Readonly<Record<string, string>> = {
  '/oidc/.well-known/openid-configuration': 'configuration',
  '/oidc/.well-known/jwks': 'jwks',
  '/oidc/token': 'token',
  '/oidc/github': 'github',
};

async function configuration({ issuer }: World, { origin }: URL): Promise<WireJson> {
  return {
    issuer: issuer.name,
    jwks_uri: `${origin}/oidc/.well-known/jwks`,
    token_endpoint: `${origin}/oidc/token`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'nbf', 'iss', 'jti'],
  };
}

const tenYears = 10 * 365 * 24 * 3600;

async function token({ issuer }: World, { searchParams }: URL): Promise<WireJson> {
  const sub = searchParams.get('sub');
  const aud = searchParams.get('aud');
  const expiresIn = Number(searchParams.get('expires_in') ?? 300);
  if (sub === null || aud === null) throw new AwsFault('invalid_request', 'a token needs ?sub=…&aud=…');
  if (!Number.isInteger(expiresIn) || Math.abs(expiresIn) > tenYears) {
    throw new AwsFault('invalid_request', 'expires_in is a whole number of seconds, ten years at most');
  }
  return { id_token: await issuer.sign({ sub, aud, expiresIn }), token_type: 'Bearer', expires_in: expiresIn };
}

async function github(world: World, { searchParams }: URL, authorization: string | undefined): Promise<WireJson> {
  const bearer = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const job = bearer === undefined ? null : await readGithubJob(world.issuer, bearer, world.clock.now());
  if (job === null) throw new AwsFault('Unauthorized', 'the request token is missing, wrong or expired', 401);
  const aud = searchParams.get('audience') ?? `https://github.com/${job.repository.split('/')[0]}`;
  const { sub, ...claims } = job;
  return { value: await world.issuer.sign({ sub, aud, expiresIn: 300, claims: { ...claims } }) };
}

function json(status: number, body: WireJson): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
