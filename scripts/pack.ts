// Makes one tarball of the command that installs alone in any project: `npm install --save-dev ./funade-<version>.tgz`.
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { packPackage } from './pack-package.ts';
import { publishedPackages, root } from './packages.ts';
import './build.ts';

for (const item of publishedPackages()) {
  if (item.name !== 'funade') continue;
  const file = packPackage(item, root);
  console.log(`${relative(process.cwd(), file)}  ${(statSync(file).size / 1024 / 1024).toFixed(1)} MB`);
  console.log(`npm install --save-dev ${file}`);
}
