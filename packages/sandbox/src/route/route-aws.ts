import { internalFault } from '../model/internal-fault.ts';
import { AwsFault, type WireObject } from '../model/service.ts';
import { unsignedOperations } from '../services/sts/index.ts';
import { type Authentication, authenticate } from '../wire/authenticate.ts';
import type { AwsProtocol, AwsRequest } from '../wire/aws-protocol.ts';
import type { Incoming, Outgoing } from '../wire/exchange.ts';
import { flatHeaders, type HttpAnswer, readBody, writeAnswer } from '../wire/http.ts';
import { amzDate, parseAmzDate, type SignedRequest } from '../wire/sigv4.ts';
import type { LoggedRequest, NeededPermission } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { disturb } from './disturb.ts';
import { parseAwsRequest, protocolOf } from './parse-aws-request.ts';
import { runOperation } from './run-operation.ts';
import { streamLiveTail } from './stream-live-tail.ts';

/** Answers one request of an AWS client: never with anything but the protocol's own form, faults ordered otherwise apart. */
export async function routeAws(world: World, request: Incoming, response: Outgoing): Promise<void> {
  const signed: SignedRequest = {
    method: request.method ?? 'POST',
    url: request.url ?? '/',
    headers: flatHeaders(request),
    body: await readBody(request),
  };
  const protocol = protocolOf(signed, world.services);
  const requestId = world.random.uuid();
  const exchange = new Exchange(world, signed, protocol);
  const result = await exchange.perform();
  const answer = toHttp(result, { parsed: exchange.parsed, protocol, requestId });
  const entry: LoggedRequest = {
    operation: exchange.operation,
    body: exchange.parsed.input,
    headers: signed.headers,
    account: exchange.authentication?.principal.account ?? null,
    region: exchange.authentication?.region ?? null,
    at: world.clock.now(),
    status: answer?.status ?? 0,
    response: result.kind === 'answer' ? result.answer : result.kind === 'cut' ? result.done : null,
    error: result.kind === 'refusal' ? result.fault.code : null,
    needed: exchange.needed,
  };
  world.log.add(entry, signed.body.length + Buffer.byteLength(answer?.body ?? ''));
  const { authentication } = exchange;
  if (exchange.operation === 'logs.StartLiveTail' && result.kind === 'answer' && authentication !== null) {
    const { principal, region } = authentication;
    const tail = { account: principal.account, region, input: exchange.parsed.input, start: result.answer, requestId };
    return await streamLiveTail(world, tail, response);
  }
  if (answer === null) response.destroy();
  else await writeAnswer(response, { ...answer, headers: { date: dateOf(world, signed), ...answer.headers } });
}

function dateOf({ faults }: World, request: SignedRequest): string {
  const signedAt = parseAmzDate(amzDate(request));
  return new Date(faults.nowFor(Number.isNaN(signedAt) ? null : signedAt)).toUTCString();
}

type Result = Awaited<ReturnType<typeof disturb<WireObject>>> | { readonly kind: 'refusal'; readonly fault: AwsFault };

class Exchange {
  parsed: AwsRequest = { service: 'aws', operation: 'Unknown', input: {} };
  authentication: Authentication | null = null;
  readonly needed: NeededPermission[] = [];
  readonly #world: World;
  readonly #signed: SignedRequest;
  readonly #protocol: AwsProtocol;

  constructor(world: World, signed: SignedRequest, protocol: AwsProtocol) {
    this.#world = world;
    this.#signed = signed;
    this.#protocol = protocol;
  }

  get operation(): string {
    return `${this.parsed.service}.${this.parsed.operation}`;
  }

  async perform(): Promise<Result> {
    try {
      this.parsed = parseAwsRequest(this.#signed, this.#world.services);
      const proof = this.#authenticate();
      if (!(proof instanceof AwsFault)) this.authentication = proof;
      return await disturb(this.#world, this.operation, async () => {
        if (proof instanceof AwsFault) throw proof;
        const onNeed = (needed: NeededPermission): void => void this.needed.push(needed);
        return await runOperation(this.#world, {
          ...this.parsed,
          authentication: proof,
          protocol: this.#protocol,
          onNeed,
        });
      });
    } catch (error) {
      return { kind: 'refusal', fault: internalFault(error) };
    }
  }

  /** Who calls; null when nobody has to say; the refusal when it cannot be proven, so that the log still has the call. */
  #authenticate(): Authentication | AwsFault | null {
    const { service, operation } = this.parsed;
    if (service === 'sts' && unsignedOperations.includes(operation)) return null;
    const { identities, clock, faults } = this.#world;
    try {
      return authenticate(this.#signed, {
        identities,
        protocol: this.#protocol.name,
        service,
        now: clock.now(),
        timeFor: (signedAt) => faults.nowFor(signedAt),
      });
    } catch (error) {
      if (error instanceof AwsFault) return error;
      throw error;
    }
  }
}

interface Form {
  readonly parsed: AwsRequest;
  readonly protocol: AwsProtocol;
  readonly requestId: string;
}

function toHttp(result: Result, { parsed, protocol, requestId }: Form): HttpAnswer | null {
  switch (result.kind) {
    case 'answer':
      return protocol.success(parsed, result.answer, requestId);
    case 'refusal':
      return protocol.failure(result.fault, requestId);
    case 'raw':
      return { status: result.status, headers: result.headers, body: result.body };
    case 'cut':
      return null;
  }
}
