import { AwsFault } from '../model/service.ts';
import { stsOperations } from '../services/sts/index.ts';
import { awsJson, parseJsonInput } from '../wire/aws-json.ts';
import type { AwsProtocol, AwsRequest } from '../wire/aws-protocol.ts';
import { awsQuery, parseQueryInput } from '../wire/aws-query.ts';
import { awsRestJson, parseRestInput } from '../wire/aws-rest-json.ts';
import { awsS3, parseS3Input } from '../wire/aws-s3.ts';
import { parseAuthorization, type SignedRequest } from '../wire/sigv4.ts';
import type { HostedService } from '../world/hosted-service.ts';

type Services = readonly HostedService[];

/** STS is called by query too, but is no service of an account and a region. */
const sts = { version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' };

/**
 * The protocol a request speaks: JSON names its operation in a header; REST JSON is known by the service it is signed for;
 * what is signed for S3, or is no POST, is S3; the rest is query, whose `Version` says whose.
 */
export function protocolOf(request: SignedRequest, services: Services): AwsProtocol {
  if (request.headers['x-amz-target'] !== undefined) return awsJson;
  if (restService(request, services) !== undefined) return awsRestJson;
  if (isS3(request)) return awsS3;
  const wire = queryService(parseQueryInput(request.body).version, services)?.wire;
  return awsQuery(wire?.protocol === 'query' ? wire.namespace : sts.namespace);
}

/** Which operation of which service is called, with which parameters. Throws `AwsFault`. */
export function parseAwsRequest(request: SignedRequest, services: Services): AwsRequest {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return parseJson(target, request, services);
  const rest = restService(request, services);
  if (rest?.wire.protocol === 'rest-json') return { service: rest.name, ...parseRestInput(request, rest.wire.routes) };
  if (isS3(request)) return { service: 's3', ...parseS3Input(request) };
  const { action, version, input } = parseQueryInput(request.body);
  if (action === '') throw new AwsFault('MissingAction', 'the request names no Action', 400);
  const service = queryService(version, services);
  if (service?.has(action) ?? Object.hasOwn(stsOperations, action)) {
    return { service: service?.name ?? 'sts', operation: action, input };
  }
  const spoken = version === '' ? sts.version : version;
  throw new AwsFault('InvalidAction', `Could not find operation ${action} for version ${spoken}`);
}

function parseJson(target: string, { body }: SignedRequest, services: Services): AwsRequest {
  const [prefix = '', operation = ''] = target.split('.');
  const service = services.find(({ wire }) => wire.protocol === 'json' && wire.targetPrefix === prefix);
  if (service?.has(operation) !== true) {
    throw new AwsFault('UnknownOperationException', `the sandbox has no operation ${target}`);
  }
  return { service: service.name, operation, input: parseJsonInput(body) };
}

function queryService(version: string, services: Services): HostedService | undefined {
  return services.find(({ wire }) => wire.protocol === 'query' && wire.version === version);
}

function restService({ headers }: SignedRequest, services: Services): HostedService | undefined {
  const signed = parseAuthorization(headers.authorization ?? '')?.service;
  return services.find(({ name, wire }) => wire.protocol === 'rest-json' && name === signed);
}

function isS3({ method, url, headers }: SignedRequest): boolean {
  if (parseAuthorization(headers.authorization ?? '')?.service === 's3') return true;
  return method !== 'POST' && url !== '/';
}
