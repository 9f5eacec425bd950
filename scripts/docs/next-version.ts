import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version that will first have what is new: before the first release that of the package, else what the changesets make of it. */
export function nextVersion(root: string): string {
  const folder = join(root, 'packages/cli');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  if (!existsSync(join(folder, 'CHANGELOG.md'))) return version;
  const changesets = readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md'));
  return raised(
    version,
    changesets.map((name) => readFileSync(join(root, '.changeset', name), 'utf8')),
  );
}

/** A version raised by the largest step that changesets ask for. */
export function raised(version: string, changesets: readonly string[]): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const steps = changesets.flatMap((text) => /^'?"?[@\w/-]+"?'?: (major|minor|patch)$/m.exec(text)?.[1] ?? []);
  if (steps.includes('major')) return `${major + 1}.0.0`;
  if (steps.includes('minor')) return `${major}.${minor + 1}.0`;
  return steps.includes('patch') ? `${major}.${minor}.${patch + 1}` : version;
}
