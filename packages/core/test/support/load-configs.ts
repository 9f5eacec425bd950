import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeFolder } from './repository.ts';

const script = fileURLToPath(new URL('load.ts', import.meta.url));
const run = promisify(execFile);

/** Contents of files by their paths. */
export type Files = Readonly<Record<string, string>>;

/** Loads configs in a process of its own, since a test runner compiles what is imported and Node does not. */
export async function loadAll(cases: readonly Files[]): Promise<readonly string[]> {
  await using folder = await makeFolder();
  const roots = cases.map((_, index) => join(folder.path, `${index}`));
  for (const [index, files] of cases.entries()) {
    await folder.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${index}/${name}`, text])));
  }
  const { stdout } = await run(process.execPath, [script, ...roots], { env: { SHOP: 'shop' } });
  const outcomes = JSON.parse(stdout) as readonly string[];
  return outcomes.map((outcome, index) => outcome.replaceAll(roots[index] ?? '', '<root>'));
}

/** What comes of each named case. */
export async function outcomesOf(cases: Readonly<Record<string, Files>>): Promise<Readonly<Record<string, string>>> {
  const outcomes = await loadAll(Object.values(cases));
  return Object.fromEntries(Object.keys(cases).map((name, index) => [name, outcomes[index] ?? '']));
}
