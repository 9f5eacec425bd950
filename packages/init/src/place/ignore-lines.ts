import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What git is not to see of a project: a saved plan contains what task definitions contain as plain text. */
export const ignored: readonly string[] = ['node_modules/', 'plan.json'];

/** The lines that a `.gitignore` lacks. */
export function missingLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, ''));
  return ignored.filter((line) => !lines.includes(line.replace(/\/$/, '')));
}

/** Adds what `.gitignore` lacks at its end; says whether it lacked anything. */
export async function addIgnoreLines(root: string): Promise<boolean> {
  const path = join(root, '.gitignore');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const missing = missingLines(text);
  if (missing.length === 0) return false;
  await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`);
  return true;
}
