import { Readable } from 'node:stream';
import type { Sandbox } from '@funade/sandbox';
import type { Send } from '../model/send.ts';
import type { PlannedFault } from '../model/story.ts';

/** The header that says which process sent a call; AWS takes no notice of it. */
export const processHeader = 'x-simulation-process';

/** The ways of the processes to AWS, with the faults on them. */
export interface Wire {
  /** `secret`: what refusals tell that tell a secret of the process. */
  send(process: number, secret: string): Send;
  /** Names of the faults that struck, in their order. */
  readonly struck: readonly string[];
  /** No fault strikes any more. */
  calm(): void;
}

/** Lays the faults of a story over the calls to a sandbox: they are counted by operation, whoever makes them. */
export function createWire(
  faults: readonly PlannedFault[],
  sandbox: Sandbox,
  onSend: (call: { readonly process: number; readonly operation: string; readonly body: string }) => void,
): Wire {
  const counts = new Map<string, number>();
  const struck: string[] = [];
  const heard = new Map<string, Heard>();
  let calm = false;
  const strike = (operation: string): PlannedFault | null => {
    if (calm) return null;
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    const fault = faults.find(
      (each) => each.operation === operation && count >= each.nth && count < each.nth + each.times,
    );
    if (fault === undefined) return null;
    struck.push(`${fault.name} ${operation}`);
    return fault;
  };
  return {
    struck,
    calm: () => {
      calm = true;
    },
    send: (process, secret) => async (request, onward) => {
      const body = textOf(request.body);
      const operation = operationOf(request.headers, body);
      onSend({ process, operation, body });
      const fault = strike(operation);
      const question = `${operation} ${body}`;
      if (fault?.fault === 'stale') {
        const earlier = heard.get(question);
        if (earlier !== undefined) return answerOf(earlier);
      } else if (fault !== null) sandbox.faults.next(operation, told(fault.fault, secret));
      request.headers[processHeader] = String(process);
      const answer = await onward(request);
      if (!isRead(operation) || !faults.some((each) => each.fault === 'stale' && each.operation === operation))
        return answer;
      const kept: Heard = { ...answer.response, bytes: await bytesOf(answer.response.body) };
      heard.set(question, kept);
      return answerOf(kept);
    },
  };
}

type Disturbance = Exclude<PlannedFault['fault'], 'stale'>;

function told(fault: Disturbance, secret: string): Disturbance {
  if (!('code' in fault) || fault.message === undefined) return fault;
  return { ...fault, message: fault.message.replace('{{secret}}', secret) };
}

interface Heard {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
}

type Answer = Awaited<ReturnType<Send>>;

function answerOf({ statusCode, headers, bytes }: Heard): Answer {
  return { response: { statusCode, headers: { ...headers }, body: Readable.from([bytes]) } };
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

function textOf(body: unknown): string {
  return typeof body === 'string'
    ? body
    : body instanceof Uint8Array
      ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
      : '';
}

function isRead(operation: string): boolean {
  return /\.(?:Describe|List|Get|BatchGet)/.test(operation);
}

const services: Readonly<Record<string, string>> = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AWSEvents: 'events',
};

/** The name of an operation as the sandbox has it: `ecs.UpdateService`. */
function operationOf(headers: Readonly<Record<string, string>>, body: string): string {
  const target = headers['x-amz-target'] ?? headers['X-Amz-Target'];
  if (target !== undefined) {
    const [service = '', operation = ''] = target.split('.');
    return `${services[service] ?? service}.${operation}`;
  }
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action === undefined ? 'other' : `${/AssumeRole|CallerIdentity/.test(action) ? 'sts' : 'query'}.${action}`;
}
