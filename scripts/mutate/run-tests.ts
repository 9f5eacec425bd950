import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../packages.ts';
import type { Mutant } from './find-mutants.ts';

/** A mutant in a file, whose path is from the root of the repository. */
export interface PlacedMutant extends Mutant {
  readonly file: string;
}

/** `unfinished`: they ran on and on, which somebody would notice. */
export type TestsEnd = 'passed' | 'failed' | 'unfinished';

/** Runs test files with a mutant, until one fails. */
export async function runTests(files: readonly string[], { file, ...mutant }: PlacedMutant): Promise<TestsEnd> {
  if (files.length === 0) return 'passed';
  const env = { FUNADE_MUTANT: JSON.stringify({ ...mutant, file: join(root, file) }) };
  const code = await runVitest([...files, '--bail', '1', '--reporter', 'dot'], { env, patience: 300_000 });
  if (code === null) return 'unfinished';
  return code === 0 ? 'passed' : 'failed';
}

/** Those of the test files that fail as the sources are. */
export async function failingTests(files: readonly string[]): Promise<readonly string[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'funade-mutate-'));
  const outputFile = join(folder.path, 'report.json');
  const output = ['--reporter', 'json', '--outputFile', outputFile];
  await runVitest([...files, ...output], { env: {}, patience: 1_200_000 });
  const report: { readonly testResults: readonly { readonly name: string; readonly status: string }[] } = JSON.parse(
    await readFile(outputFile, 'utf8'),
  );
  return report.testResults.filter(({ status }) => status !== 'passed').map(({ name }) => relative(root, name));
}

/** Returns the exit code; null when patience was over. */
async function runVitest(
  args: readonly string[],
  { env, patience }: { readonly env: Readonly<Record<string, string>>; readonly patience: number },
): Promise<number | null> {
  const config = ['--config', 'scripts/mutate/vitest.config.ts', '--root', '.'];
  // A group of its own, which ends as a whole.
  const child = spawn(join(root, 'node_modules/.bin/vitest'), ['run', ...args, ...config, '--no-file-parallelism'], {
    cwd: root,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, patience);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return over ? null : code;
}
