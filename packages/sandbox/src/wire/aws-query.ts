import { XMLBuilder } from 'fast-xml-parser';
import { AwsFault, type WireJson, type WireObject } from '../model/service.ts';
import type { AwsProtocol } from './aws-protocol.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true, format: true, indentBy: '  ' });

/** AWS query: parameters form-encoded with `Action` and `Version`, answers in XML of the service's namespace. */
export function awsQuery(namespace: string): AwsProtocol {
  return {
    name: 'query',
    success: ({ operation }, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: builder.build({
        [`${operation}Response`]: {
          '@_xmlns': namespace,
          [`${operation}Result`]: toXml(output),
          ResponseMetadata: { RequestId: requestId },
        },
      }),
    }),
    failure: ({ code, message, status }, requestId) => ({
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: builder.build({
        ErrorResponse: {
          '@_xmlns': namespace,
          Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
          RequestId: requestId,
        },
      }),
    }),
  };
}

/** A request as query has it. */
export interface QueryInput {
  /** Empty when the request names none. */
  readonly action: string;
  /** `2011-06-15`; empty when the request names none. */
  readonly version: string;
  readonly input: WireObject;
}

/** `PolicyArns.member.1.arn=x` becomes `{ PolicyArns: [{ arn: 'x' }] }`; every value stays text. */
export function parseQueryInput(body: Buffer): QueryInput {
  const root: Node = {};
  let action = '';
  let version = '';
  for (const [key, value] of new URLSearchParams(body.toString('utf8'))) {
    if (key === 'Action') action = value;
    else if (key === 'Version') version = value;
    else put(root, pathOf(key), value);
  }
  return { action, version, input: toJson(root) as WireObject };
}

/** The parts of a key; nothing that AWS knows is as deep as this. */
function pathOf(key: string): readonly string[] {
  const parts = key.split('.', deepest + 1);
  if (parts.length > deepest) throw new AwsFault('MalformedQueryString', 'The query string contains a syntax error');
  return parts;
}

const deepest = 32;

interface Node {
  [key: string]: Node | string;
}

function put(node: Node, [head = '', ...rest]: readonly string[], value: string): void {
  // A key such as `__proto__` must stay a key.
  const own = (key: string, child: Node | string): void => {
    Object.defineProperty(node, key, { value: child, enumerable: true, writable: true, configurable: true });
  };
  if (rest.length === 0) {
    own(head, value);
    return;
  }
  const existing = Object.hasOwn(node, head) ? node[head] : undefined;
  const child: Node = typeof existing === 'object' ? existing : {};
  own(head, child);
  put(child, rest, value);
}

function toJson(node: Node | string): WireJson {
  if (typeof node === 'string') return node;
  const { member } = node;
  if (typeof member === 'object') {
    return Object.entries(member)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => toJson(item));
  }
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, toJson(child)]));
}

function toXml(value: WireJson | undefined): unknown {
  if (Array.isArray(value)) return { member: value.map(toXml) };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => [key, toXml(child)]),
  );
}
