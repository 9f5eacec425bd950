import { isJsonObject, type Json } from '@funade/core';
import type { Found } from './found.ts';
import { anyTag, type CiRef, defaultBranch, readGitlabCondition, wholePattern } from './refs.ts';

export interface GitlabRefs {
  readonly refs: readonly CiRef[];
  readonly manual: boolean;
}

/** Which refs a job runs for: its `rules`, or `only`, `except` and `when`. */
export function readGitlabRefs(find: (key: string) => Found | null): GitlabRefs {
  const refs: CiRef[] = [];
  let manual = false;
  const when = find('when');
  if (when !== null) {
    manual = when.value === 'manual';
    if (manual || when.value === 'on_success') when.source.ledger.carry(when.path);
    else when.source.ledger.leave(when.path, { reason: 'the new job runs when the ones before it have succeeded' });
  }
  const rules = find('rules');
  for (const [index, rule] of (rules === null ? [] : flat(rules.value)).entries()) {
    if (rules === null) break;
    const path = [...rules.path, index];
    const { ledger } = rules.source;
    if (!isJsonObject(rule)) {
      ledger.leave(path, { reason: 'it is no rule' });
      continue;
    }
    const read =
      typeof rule.if === 'string'
        ? readGitlabCondition(rule.if)
        : ({ ok: false, reason: 'it names no tag and no branch' } as const);
    if (rule.when === 'never') {
      ledger.leave(path, {
        what: `rule ${rule.if ?? index + 1}`,
        reason: 'a ref that no tag rule admits is refused anyway',
      });
      continue;
    }
    if (rule.when === 'manual') manual = true;
    if (read.ok) {
      refs.push(...read.refs);
      ledger.carry([...path, 'if']);
    } else if (rule.if !== undefined)
      ledger.leave([...path, 'if'], { what: `rule ${String(rule.if)}`, reason: read.reason });
    for (const key of Object.keys(rule)) {
      if (key === 'when') ledger.carry([...path, key]);
      else if (key === 'changes')
        ledger.leave([...path, key], {
          reason: 'which services have changed is asked of git',
          instead: 'funade deploy --changed-since <ref>',
        });
      else if (key !== 'if') ledger.leave([...path, key], { reason: 'the new job does not have it' });
    }
  }
  const only = find('only');
  if (only !== null) refs.push(...readOnly(only));
  const except = find('except');
  except?.source.ledger.leave(except.path, { reason: 'a ref that no tag rule admits is refused anyway' });
  return { refs, manual };
}

function flat(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** `only: [tags, main, /^release/]`, `only: { refs: […] }`. */
function readOnly({ source: { ledger }, path, value }: Found): readonly CiRef[] {
  const inner = isJsonObject(value) ? [...path, 'refs'] : path;
  const list = isJsonObject(value) ? (value.refs ?? []) : value;
  const items = Array.isArray(list) ? (list as readonly Json[]) : [list];
  return items.flatMap((item, index) => {
    const at = Array.isArray(list) ? [...inner, index] : inner;
    const ref = refOf(String(item ?? ''));
    if (ref === null) ledger.leave(at, { what: `only ${String(item)}`, reason: 'it is no tag and no branch' });
    else ledger.carry(at);
    return ref === null ? [] : [ref];
  });
}

function refOf(name: string): CiRef | null {
  if (name === 'tags') return anyTag;
  if (/^(?:branches|merge_requests|schedules|web|api|pushes|triggers|pipelines|external|chat)$/.test(name)) return null;
  const [, source] = /^\/(.*)\/i?$/.exec(name) ?? [];
  if (source !== undefined) {
    const pattern = wholePattern(source);
    if (pattern === null) return null;
    return /\\d|^\^?v/.test(source) ? { kind: 'tag', pattern } : { kind: 'branch', branch: pattern };
  }
  return name.includes('$') || name === ''
    ? name === '$CI_DEFAULT_BRANCH'
      ? defaultBranch
      : null
    : { kind: 'branch', branch: name };
}
