import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';
import type { Mutant } from './find-mutants.ts';

/** One mutant: `FUNADE_MUTANT` is its file and what is changed in it. Absent: the sources as they are. */
const mutant: (Mutant & { readonly file: string }) | null = JSON.parse(process.env.FUNADE_MUTANT ?? 'null');

const plugin: Plugin = {
  name: 'mutant',
  enforce: 'pre',
  // What Vitest keeps of a transformed file belongs to its mutant.
  configureVitest: ({ defineCacheKeyGenerator }) =>
    defineCacheKeyGenerator(({ id }) => (id === mutant?.file ? JSON.stringify(mutant) : undefined)),
  transform(_, id) {
    if (mutant === null || id.split('?')[0] !== mutant.file) return undefined;
    const text = readFileSync(mutant.file, 'utf8');
    return { code: text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end), map: null };
  },
};

export default defineConfig({
  plugins: [plugin],
  test: {
    isolate: false,
    setupFiles: ['scripts/mutate/hand-on.ts'],
    testTimeout: 30_000,
    include: ['packages/*/{src,test}/**/*.test.ts'],
    fsModuleCachePath: 'node_modules/.cache/mutate',
  },
});
