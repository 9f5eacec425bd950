// Loaded by every Node process that a test starts (`--import`), so that a mutant is there too.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './find-mutants.ts';

const mutant: (Mutant & { readonly file: string }) | null = JSON.parse(process.env.FUNADE_MUTANT ?? 'null');

if (mutant !== null) {
  const { file, start, end, text } = mutant;
  const place = pathToFileURL(file).href;
  registerHooks({
    load(url, context, next) {
      if (url.split('?')[0] !== place) return next(url, context);
      const written = readFileSync(file, 'utf8');
      const source = written.slice(0, start) + text + written.slice(end);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
