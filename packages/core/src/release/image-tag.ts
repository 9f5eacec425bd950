import type { GitRef } from './git-facts.ts';
import { lastPart } from './tag-rules.ts';

/** Names that people move from image to image; whatever carries one can change under a running service. */
const movingNames: ReadonlySet<string> = new Set([
  ...['latest', 'stable', 'test', 'testing', 'main', 'master', 'trunk', 'head', 'default', 'develop', 'development'],
  ...['dev', 'staging', 'stage', 'production', 'prod', 'live', 'qa', 'uat', 'preview', 'release', 'current', 'next'],
  ...['edge', 'nightly', 'canary', 'alpha', 'beta', 'rc', 'lts', 'snapshot', 'new', 'old'],
]);

/** What an image tag is judged by. */
export interface ImageTagSubject {
  readonly ref: GitRef;
  readonly version: string | null;
  readonly commit: string;
  readonly environments: Iterable<string>;
}

/** Whether a registry takes it: `[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`, as the OCI distribution specification has it. */
export function isImageTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text);
}

/** A branch or tag name as part of an image tag: `/` becomes `-`, `+` becomes `_`, anything else not allowed `-`. */
export function imageTagPart(name: string): string {
  return name.replaceAll('+', '_').replace(/[^A-Za-z0-9._-]/g, '-');
}

/**
 * Why an image tag could name another image tomorrow; null when it cannot. A tag holds still when it carries the commit, or
 * for a git tag the tag or its version, and is no name that people move.
 */
export function whyMoving(tag: string, subject: ImageTagSubject): string | null {
  const name = tag.toLowerCase();
  if (movingNames.has(name)) return 'is a name that moves between images';
  for (const environment of subject.environments) {
    if (environment.toLowerCase() === name) return 'is the name of an environment';
  }
  const { ref, version, commit } = subject;
  if (name.includes(commit.slice(0, 7))) return null;
  if (ref.type === 'branch') {
    return name === imageTagPart(ref.name).toLowerCase() ? 'is the name of the branch' : 'does not contain the commit';
  }
  const fixed = [imageTagPart(lastPart(ref.name)), ...(version === null ? [] : [imageTagPart(version)])];
  return fixed.some((part) => tag.includes(part))
    ? null
    : 'contains neither the git tag nor its version nor the commit';
}
