import { resolve } from 'node:path';
import { readBody, useHttp } from '@funade/aws';
import type { Json, StepContext } from '@funade/core';
import type { Sighting } from '../model/sighting.ts';
import { judgeAnswer } from '../rules/judge-answer.ts';
import { judgeFailure } from '../rules/judge-failure.ts';

/** A request of a check. */
export interface Look {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers that are not taken to another host. */
  readonly logins: readonly string[];
  readonly status: readonly number[];
  readonly json?: Json | undefined;
  readonly followRedirects: boolean;
  readonly caFile: string | null;
  /** How long it may take, in milliseconds. */
  readonly limit: number;
}

/** The most of an answer that is read. */
const mostBytes = 1024 * 1024;

/** Asks once and says what was seen. Throws what no further request can mend, and the signal's reason. */
export async function look(request: Look, context: StepContext): Promise<Sighting> {
  const { url, method, logins, followRedirects, caFile, limit } = request;
  const trusted = caFile === null ? null : { from: 'caFile', file: resolve(context.root, caFile) };
  try {
    const { open } = await useHttp(context, trusted);
    const answer = await open({
      method,
      url,
      // A connection of its own each time: what keeps one open may keep it to a task that is about to go.
      headers: { accept: '*/*', 'user-agent': 'funade', ...request.headers, connection: 'close' },
      logins,
      redirect: followRedirects ? 'follow' : 'answer',
      limits: { idle: limit, total: limit },
    });
    const expected = request.status.includes(answer.status);
    const read = async (): Promise<string> => (await readBody(answer.body, mostBytes, url.host)).toString('utf8');
    const anyBody = expected && request.json === undefined;
    if (anyBody) answer.body.destroy();
    // Of an answer that is wrong already, its body only shows more.
    const body = anyBody ? null : expected ? await read() : await read().catch(() => null);
    context.signal.throwIfAborted();
    return judgeAnswer(request, { status: answer.status, location: answer.headers.location ?? null, body });
  } catch (error) {
    context.signal.throwIfAborted();
    const seen = judgeFailure(error);
    if (seen === null) throw error;
    return seen;
  }
}
