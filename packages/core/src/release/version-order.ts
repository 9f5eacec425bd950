import compare from 'semver/functions/compare.js';
import diff from 'semver/functions/diff.js';
import parse from 'semver/functions/parse.js';
import type { VersionChange } from '../model/plan-fragment.ts';

/** What kind of step leads from one version to another, as semantic versioning has it. */
export type VersionStep = VersionChange['step'];

/**
 * The kind of step between two versions, with or without a leading `v`. Null when one is unknown or no semantic version,
 * or when they differ in build metadata alone, which has no order.
 */
export function versionStep(from: string | null, to: string | null): VersionStep {
  const before = parse(semantic(from));
  const after = parse(semantic(to));
  if (before === null || after === null) return null;
  const order = compare(before, after);
  if (order > 0) return 'downgrade';
  if (order === 0) return before.build.join('.') === after.build.join('.') ? 'same' : null;
  const kind = diff(before, after);
  if (kind === 'major' || kind === 'premajor') return 'major';
  if (kind === 'minor' || kind === 'preminor') return 'minor';
  if (kind === 'patch' || kind === 'prepatch') return 'patch';
  return 'prerelease';
}

/** Orders tags such as `api/v1.2.0` by the version behind their last slash; one without a version comes first. */
export function compareVersions(a: string, b: string): number {
  const [before, after] = [a, b].map((tag) => parse(semantic(tag.slice(tag.lastIndexOf('/') + 1))));
  if (before && after) return compare(before, after);
  return Number(before !== null) - Number(after !== null);
}

/** `v1.1.0 → v1.2.0 (minor)`; without the step when there is none, one version alone when nothing ran or that one ran. */
export function formatVersionChange(change: Pick<VersionChange, 'from' | 'to' | 'step'>): string {
  if (change.from === null || change.from === change.to) return change.to;
  return `${change.from} → ${change.to}${change.step === null ? '' : ` (${change.step})`}`;
}

/** The semantic version in a text such as `v1.2.3`, without the `v`; null when it is none. */
export function semanticVersion(text: string): string | null {
  const parsed = parse(semantic(text));
  return parsed === null
    ? null
    : parsed.build.length === 0
      ? parsed.version
      : `${parsed.version}+${parsed.build.join('.')}`;
}

function semantic(text: string | null): string | null {
  return text === null ? null : text.replace(/^v(?=\d)/, '');
}
