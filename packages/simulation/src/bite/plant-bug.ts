import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bug.ts';

const packages = new URL('../../../', import.meta.url);

/** Where the source of a bug is. */
export function fileOf({ file }: PlantedBug): string {
  return fileURLToPath(new URL(file, packages));
}

/** The source with the bug in it. Throws where what is to be replaced does not stand there once. */
export function sourceWith(bug: PlantedBug): string {
  const parts = readFileSync(fileOf(bug), 'utf8').split(bug.find);
  if (parts.length !== 2) throw new TypeError(`${bug.name}: ${bug.file} has it ${parts.length - 1} times: ${bug.find}`);
  return parts.join(bug.replace);
}

/** Has every later import of the source find it with the bug. Nothing is changed on disk. */
export function plantBug(bug: PlantedBug): void {
  const url = new URL(bug.file, packages).href;
  const source = sourceWith(bug);
  registerHooks({
    load: (asked, context, nextLoad) =>
      asked === url ? { ...nextLoad(asked, context), source } : nextLoad(asked, context),
  });
}
