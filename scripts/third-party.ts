import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of somebody else that a bundle holds something of. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package says it. */
  readonly license: string;
  /** The text of its licence; null when the package holds none. */
  readonly licenseText: string | null;
}

/** The packages that modules of a bundle come from, by name and version. */
export function thirdParties(moduleIds: readonly string[]): readonly ThirdParty[] {
  const folders = new Set(
    moduleIds.flatMap((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
  );
  return [...folders].map(readPackage).sort(byName);
}

/** Several lists as one, each package once. */
export function mergeThirdParties(lists: readonly (readonly ThirdParty[])[]): readonly ThirdParty[] {
  const all = new Map(lists.flat().map((item) => [`${item.name}@${item.version}`, item]));
  return [...all.values()].sort(byName);
}

function readPackage(folder: string): ThirdParty {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name}@${version} names no licence, and would be bundled`);
  const [file] = globSync('{LICENSE,LICENCE,License,license}*', { cwd: folder }).sort();
  const text = file === undefined || !existsSync(join(folder, file)) ? null : readFileSync(join(folder, file), 'utf8');
  return { name, version, license, licenseText: text?.replaceAll('\r\n', '\n').trim() ?? null };
}

function byName(a: ThirdParty, b: ThirdParty): number {
  const [left, right] = [`${a.name}@${a.version}`, `${b.name}@${b.version}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
