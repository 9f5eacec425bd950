// Holds every package to the layout of `layers/layers.ts`: which folder may import which, and no cycles.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layerFaults } from './layers/layer-faults.ts';
import { layers } from './layers/layers.ts';
import { parseModule } from './layers/parse-module.ts';
import { root } from './packages.ts';

const folders = globSync('packages/*', { cwd: root }).sort();
const faults = folders.flatMap((folder) => {
  const layout = layers[folder];
  if (layout === undefined) return [`${folder}: is not in scripts/layers/layers.ts`];
  const files = globSync(`${folder}/src/**/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  return layerFaults(
    folder,
    layout,
    files.map((file) => parseModule(file, readFileSync(join(root, file), 'utf8'))),
  );
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
