// Holds the sources of every package to the layout of `layers/layers.ts` (which folder may import which, and no cycles)
// and to `layers/ambient.ts` (who may read the clock, draw lots and touch the process).
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ambient } from './layers/ambient.ts';
import { ambientFaults } from './layers/ambient-faults.ts';
import { layerFaults } from './layers/layer-faults.ts';
import { layers } from './layers/layers.ts';
import { parseModule } from './layers/parse-module.ts';
import { root } from './packages.ts';

const faults = globSync('packages/*', { cwd: root }).sort().flatMap(faultsOf);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function faultsOf(folder: string): readonly string[] {
  const layout = layers[folder];
  if (layout === undefined) return [`${folder}: is not in scripts/layers/layers.ts`];
  const sources = globSync(`${folder}/src/**/*.ts`, { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const modules = sources.map(({ file, text }) => parseModule(file, text));
  return [
    ...layerFaults(folder, layout, modules),
    ...sources.flatMap(({ file, text }) => ambientFaults(file, text, ambient)),
  ];
}
