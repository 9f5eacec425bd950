import type { HostedService } from './hosted-service.ts';
import { AwsFault } from './service.ts';
import { stsOperations } from './services/sts/index.ts';
import { awsJson, parseJsonInput } from './wire/aws-json.ts';
import type { AwsProtocol, AwsRequest } from './wire/aws-protocol.ts';
import { awsQuery, parseQueryInput } from './wire/aws-query.ts';
import type { SignedRequest } from './wire/sigv4.ts';

/** The protocol a request speaks: JSON names its operation in a header, query in its body. */
export function protocolOf({ headers }: SignedRequest): AwsProtocol {
  return headers['x-amz-target'] === undefined ? awsQuery : awsJson;
}

/** Which operation of which service is called, with which parameters. Throws `AwsFault`. */
export function parseAwsRequest({ headers, body }: SignedRequest, services: readonly HostedService[]): AwsRequest {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', operation = ''] = target.split('.');
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    if (service?.has(operation) !== true) {
      throw new AwsFault('UnknownOperationException', `the sandbox has no operation ${target}`);
    }
    return { service: service.name, operation, input: parseJsonInput(body) };
  }
  const { action, input } = parseQueryInput(body);
  if (action === '') throw new AwsFault('MissingAction', 'the request names no Action', 400);
  if (!Object.hasOwn(stsOperations, action)) {
    throw new AwsFault('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
  }
  return { service: 'sts', operation: action, input };
}
