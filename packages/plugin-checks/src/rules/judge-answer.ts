import { type Json, maskText, plainLine, plainText } from '@funade/core';
import type { BadSighting, Sighting } from '../model/sighting.ts';
import { differingMembers } from './differing-members.ts';

/** What a check expects. */
export interface Expected {
  readonly status: readonly number[];
  /** Absent: any body will do. */
  readonly json?: Json | undefined;
}

/** An answer, as far as it is judged. */
export interface SeenAnswer {
  readonly status: number;
  /** Where it redirects to; null: nowhere. */
  readonly location: string | null;
  /** Null: it was not read, since any body will do. */
  readonly body: string | null;
}

/** Judges the answer to one request. */
export function judgeAnswer(expected: Expected, { status, location, body }: SeenAnswer): Sighting {
  const evidence = body === null ? [] : firstLines(body);
  const bad = (cause: BadSighting['cause'], text: string, hint: string): Sighting => ({
    good: false,
    cause,
    text,
    hint,
    evidence,
  });
  if (!expected.status.includes(status)) {
    const wanted = `expected ${expected.status.join(' or ')}`;
    if (status >= 300 && status < 400 && location !== null)
      return bad(
        'redirect',
        `it redirects to ${plainLine(withoutQuery(location))} (${status}), ${wanted}`,
        'write the address that it redirects to, or set followRedirects',
      );
    return bad('status', `it answered ${status}, ${wanted}`, statusHint(status));
  }
  if (expected.json === undefined) return { good: true };
  const parsed = parse(body ?? '');
  if (parsed === undefined)
    return bad('json', `it answered ${status} with what is not JSON`, 'is it the right address?');
  const different = differingMembers(expected.json, parsed);
  if (different.length === 0) return { good: true };
  return bad('json', `it answered ${status}, but ${different.join('; ')}`, 'does the address lead to this service?');
}

function statusHint(status: number): string {
  if (status === 401 || status === 403)
    return 'does the check need a login? header: { authorization: { env: "NAME" } }';
  if (status === 404) return 'is it the right address?';
  if (status === 502 || status === 503 || status === 504)
    return 'the load balancer has no healthy target for it: see the health of the target group and the log of the container';
  return 'see the log of the container';
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

const mostLines = 5;
const longestLine = 200;

/** The beginning of a body, to be shown. */
function firstLines(body: string): readonly string[] {
  const lines = plainText(body.slice(0, 4000)).split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, mostLines)
    .map((line) => maskText(line))
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}

/** An address without what may be a secret in it. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}
