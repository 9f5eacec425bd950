// Makes one tarball of the command that installs alone in any project: `npm install --save-dev ./funade-<version>.tgz`.
// `--all` packs what else is published too, `--to <folder>` puts the tarballs there; with either, what is built is taken.
import { mkdirSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packPackage } from './pack-package.ts';
import { publishedPackages, root } from './packages.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean' }, to: { type: 'string' } } });
if (values.all !== true && values.to === undefined) await import('./build.ts');
const destination = values.to === undefined ? root : resolve(values.to);
mkdirSync(destination, { recursive: true });
for (const item of publishedPackages()) {
  if (item.name !== 'funade' && values.all !== true) continue;
  const file = packPackage(item, destination);
  console.log(`${relative(process.cwd(), file)}  ${(statSync(file).size / 1024 / 1024).toFixed(1)} MB`);
  console.log(`npm install --save-dev ${file}`);
}
