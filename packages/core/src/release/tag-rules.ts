import { tagRuleEndless } from './errors.ts';
import type { GitRef } from './git-facts.ts';
import { type Groups, matchInTime } from './match-in-time.ts';
import { semanticVersion } from './version-order.ts';

/** One tag rule, checked: which refs may go to which environments and services. */
export interface TagRule {
  readonly type: 'tag' | 'branch';
  /** As it was written, for messages. */
  readonly written: string;
  /** Matches the whole name of the ref. */
  readonly pattern: RegExp;
  readonly environments: readonly string[];
  /** Null: every service, or the one that the group `service` names. */
  readonly services: readonly string[] | null;
  /** Template of the image tag; null means the part of the git tag after its last slash. */
  readonly imageTag: string | null;
}

/** The rule that decides about a ref, and what its groups say. */
export interface TagRuleMatch {
  /** Index in `tagRules`. */
  readonly index: number;
  readonly rule: TagRule;
  /** What the group `service` matched, or null. */
  readonly service: string | null;
  /** What the group `version` matched, else the semantic version behind the tag's last slash, else null; without its `v`. */
  readonly version: string | null;
}

/**
 * The first rule whose pattern matches the whole ref; null when none does. That rule decides alone: a later rule is not
 * asked even when this one does not name the environment, so a narrow rule can take refs away from a wide one.
 *
 * Throws `TAG_RULE_ENDLESS` for an expression that tries without end.
 */
export function matchTagRule(rules: readonly TagRule[], ref: GitRef): TagRuleMatch | null {
  for (const [index, rule] of rules.entries()) {
    if (rule.type !== ref.type) continue;
    const groups = groupsOf(rule, ref, index);
    if (groups === null) continue;
    return { index, rule, service: groups.service ?? null, version: versionOf(ref, groups.version) };
  }
  return null;
}

function groupsOf(rule: TagRule, ref: GitRef, index: number): Groups {
  try {
    return matchInTime(rule.pattern, ref.name);
  } catch (error) {
    if (error instanceof RangeError) throw tagRuleEndless({ rule: rule.written, index, ref: ref.name });
    throw error;
  }
}

/** A rule in a line: `tag /^v\d+$/ → staging, production`. */
export function tagRuleText(rule: TagRule): string {
  const services = rule.services === null ? '' : ` (${rule.services.join(', ')})`;
  return `${rule.type} ${rule.written} → ${rule.environments.join(', ')}${services}`;
}

/** The part of a tag behind its last slash. */
export function lastPart(tag: string): string {
  return tag.slice(tag.lastIndexOf('/') + 1);
}

function versionOf(ref: GitRef, group: string | undefined): string | null {
  if (group !== undefined) return semanticVersion(group) ?? group;
  return ref.type === 'tag' ? semanticVersion(lastPart(ref.name)) : null;
}
