import { isJsonObject, type Json } from '@funade/core';
import type { Source } from './found.ts';
import { anyTag, type CiRef, globPattern } from './refs.ts';

export interface GithubRefs {
  readonly refs: readonly CiRef[];
  /** Whether it only runs when a person starts it. */
  readonly manual: boolean;
}

/** The refs that a workflow runs for: `on: { push: { tags, branches } }`, a release, or a person. */
export function readGithubRefs({ document, ledger }: Source): GithubRefs {
  const { value } = document;
  // YAML of old reads the key `on` as true.
  const key = isJsonObject(value) && 'on' in value ? 'on' : 'true';
  const on = isJsonObject(value) ? value[key] : null;
  const events = isJsonObject(on) ? Object.keys(on) : (Array.isArray(on) ? on : [on]).map(String);
  const refs: CiRef[] = [];
  for (const [index, event] of events.entries()) {
    const path = isJsonObject(on) ? [key, event] : Array.isArray(on) ? [key, index] : [key];
    const settings: Json = isJsonObject(on) ? (on[event] ?? null) : null;
    if (event === 'workflow_dispatch')
      ledger.leave(path, {
        what: `on ${event}`,
        reason: 'the new job runs for pushes',
        instead: 'write it there: a person then starts it for a branch or a tag',
      });
    else if (event === 'release') {
      refs.push(anyTag);
      ledger.leave(path, {
        what: 'on release',
        reason: 'a release of GitHub is a tag here',
        instead: 'the new job runs once its tag is pushed',
      });
    } else if (event !== 'push')
      ledger.leave(path, {
        what: `on ${event}`,
        reason: 'it is no push of a tag or a branch',
        instead: 'leave what it is for in this workflow',
      });
    else if (!isJsonObject(settings)) ledger.carry(path);
    else refs.push(...ofPush(settings, path, ledger));
  }
  return { refs, manual: events.length > 0 && events.every((event) => event === 'workflow_dispatch') };
}

function ofPush(
  push: Readonly<Record<string, Json | undefined>>,
  path: readonly (string | number)[],
  ledger: Source['ledger'],
): readonly CiRef[] {
  return Object.entries(push).flatMap(([key, value]) => {
    const list = Array.isArray(value) ? (value as readonly Json[]) : [value ?? null];
    if (key !== 'tags' && key !== 'branches') {
      ledger.leave([...path, key], {
        what: `on push ${key}`,
        reason: key.startsWith('paths')
          ? 'which services have changed is asked of git'
          : 'a ref that no tag rule admits is refused anyway',
        ...(key.startsWith('paths') ? { instead: 'funade deploy --changed-since <ref>' } : {}),
      });
      return [];
    }
    return list.flatMap((item, index): readonly CiRef[] => {
      const at = Array.isArray(value) ? [...path, key, index] : [...path, key];
      const text = String(item ?? '');
      const pattern = text.startsWith('!') ? null : globPattern(text);
      if (pattern === null) {
        ledger.leave(at, { what: `on push ${key} ${text}`, reason: 'such a pattern is not carried over' });
        return [];
      }
      ledger.carry(at);
      return [key === 'tags' ? { kind: 'tag', pattern } : { kind: 'branch', branch: pattern }];
    });
  });
}
