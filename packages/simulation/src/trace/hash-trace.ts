import { createHash } from 'node:crypto';
import type { Recording } from '../model/recording.ts';

/** Headers that say nothing of what happened: the versions of this machine. */
const left = new Set(['user-agent', 'x-amz-user-agent', 'connection', 'host', 'accept', 'content-length']);

/** Everything that happened, as lines: requests and answers in their order, then what each process told, with virtual times. */
export function traceOf({ requests, processes, others }: Recording): readonly string[] {
  return [
    ...requests.map(({ headers, ...request }) => JSON.stringify({ ...request, headers: told(headers) })),
    ...processes.flatMap(({ id, code, events, said, error }) => [
      ...events.map((event) => JSON.stringify({ process: id, event })),
      JSON.stringify({ process: id, code, said, error }),
    ]),
    ...others.map((other) => JSON.stringify(other)),
  ];
}

/** One number for a trace: the same seed has the same. */
export function hashTrace(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function told(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));
}
