import { posix } from 'node:path';
import { compareVersions } from './version-order.ts';

/** Paths with changes from `git status --porcelain=v2 -z`, relative to the root of the work tree. */
export function statusPaths(output: string): readonly string[] {
  const entries = output.split('\0');
  const paths: string[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] ?? '';
    const kind = entry.charAt(0);
    if (kind === '?') paths.push(entry.slice(2));
    else if (kind === '1') paths.push(afterFields(entry, 8));
    else if (kind === 'u') paths.push(afterFields(entry, 10));
    else if (kind === '2') {
      paths.push(afterFields(entry, 9));
      index += 1;
      paths.push(entries[index] ?? '');
    }
  }
  return paths;
}

/** A header of `git status --porcelain=v2 --branch`, such as `branch.head`; null when it is not there. */
export function statusHeader(output: string, name: string): string | null {
  const header = output.split('\0').find((entry) => entry.startsWith(`# ${name} `));
  return header === undefined ? null : header.slice(`# ${name} `.length);
}

/** Paths of a work tree as seen from a folder in it; `prefix` is the folder's own path, empty or with a slash at its end. */
export function relativeTo(prefix: string, paths: readonly string[]): readonly string[] {
  return paths.map((path) =>
    prefix === '' ? path : `${posix.relative(prefix, path)}${path.endsWith('/') ? '/' : ''}`,
  );
}

/** Names of tags in the decorations of `git log --decorate=full`, newest version first; other names after them. */
export function decoratedTags(decorations: string): readonly string[] {
  const names = decorations.split(', ').flatMap((item) => /^tag: refs\/tags\/(.+)$/.exec(item)?.[1] ?? []);
  return names.sort((a, b) => compareVersions(b, a));
}

function afterFields(entry: string, count: number): string {
  return entry.split(' ').slice(count).join(' ');
}
