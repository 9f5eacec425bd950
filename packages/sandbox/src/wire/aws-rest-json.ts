import { AwsFault, type RestRoute, type WireObject } from '../model/service.ts';
import { awsJson, parseJsonInput } from './aws-json.ts';
import type { AwsProtocol } from './aws-protocol.ts';
import type { SignedRequest } from './sigv4.ts';

/** AWS REST JSON: the operation is in method and path, parameters in path, query and a JSON body. */
export const awsRestJson: AwsProtocol = {
  name: 'json',
  success: (request, output, requestId) => asJson(awsJson.success(request, output, requestId)),
  failure: (fault, requestId) => asJson(awsJson.failure(fault, requestId)),
};

function asJson(answer: ReturnType<AwsProtocol['failure']>): ReturnType<AwsProtocol['failure']> {
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/json' } };
}

interface RestCall {
  readonly operation: string;
  readonly input: WireObject;
}

/** Which of the routes is called, with which parameters. Throws `AwsFault`. */
export function parseRestInput(request: SignedRequest, routes: Readonly<Record<string, RestRoute>>): RestCall {
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s, 2);
  for (const [operation, route] of Object.entries(routes)) {
    const members = route.method === request.method ? matchPath(route.path, path) : null;
    if (members === null) continue;
    const asked = new URLSearchParams(query);
    const inQuery = Object.entries(route.query ?? {}).flatMap(([member, name]) => {
      const value = asked.get(name);
      return value === null ? [] : [[member, /^(MaxResults)$/.test(member) ? Number(value) : value]];
    });
    return { operation, input: { ...parseJsonInput(request.body), ...Object.fromEntries(inQuery), ...members } };
  }
  throw new AwsFault('UnknownOperationException', `the sandbox has no operation for ${request.method} ${path}`, 404);
}

/** The members that a path holds; null when it is another one. */
function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return null;
  const members: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const member = /^\{(\w+)\}$/.exec(wanted[index] ?? '')?.[1];
    if (member !== undefined && part !== '') members.push([member, decode(part)]);
    else if (part !== wanted[index]) return null;
  }
  return Object.fromEntries(members);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AwsFault('ValidationException', `${part} is no part of a path`);
  }
}
