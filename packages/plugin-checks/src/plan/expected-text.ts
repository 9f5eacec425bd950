import { isJsonObject, type Json, looksSecret } from '@funade/core';
import type { HttpCheck } from '../options/options.ts';
import { withoutQuery } from '../rules/judge-answer.ts';

/** More members are not named. */
const mostMembers = 3;

/** What a check expects, for people: `https://shop.example.com/healthz: 200, version "1.2.0", 3 in a row`. */
export function expectedText({ url, method = 'GET', status = 200, json, consecutive = 1 }: HttpCheck): string {
  const members = json === undefined ? [] : membersText(json as Json);
  const expected = [
    Array.isArray(status) ? status.join(' or ') : String(status),
    ...members.slice(0, mostMembers),
    ...(members.length > mostMembers ? [`${members.length - mostMembers} more members`] : []),
    ...(consecutive === 1 ? [] : [`${consecutive} in a row`]),
  ];
  return `${method === 'GET' ? '' : `${method} `}${withoutQuery(url)}: ${expected.join(', ')}`;
}

function membersText(json: Json): readonly string[] {
  if (!isJsonObject(json)) return ['its JSON'];
  return Object.entries(json).map(([name, value]) => {
    if (typeof value === 'string' && looksSecret({ name, value })) return `${name} [secret]`;
    return typeof value === 'object' && value !== null ? name : `${name} ${JSON.stringify(value)}`;
  });
}
