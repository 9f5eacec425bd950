// Builds what is published into its `dist`: the program and its declarations, each with all libraries inside, so that a
// command loads a few files instead of hundreds and an install brings nothing else; and the lists of what is inside.
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program.ts';
import { bundleTypes } from './bundle-types.ts';
import { publishedPackages, root } from './packages.ts';
import { renderSbom } from './render-sbom.ts';
import { renderThirdParty } from './render-third-party.ts';
import { mergeThirdParties, type ThirdParty, thirdParties } from './third-party.ts';

const inside: (readonly ThirdParty[])[] = [];
for (const item of publishedPackages()) {
  rmSync(join(item.folder, 'dist'), { recursive: true, force: true });
  const packages = thirdParties(await bundleProgram(item));
  await bundleTypes(item);
  writeFileSync(join(item.folder, 'dist/sbom.cdx.json'), renderSbom(item, packages));
  inside.push(packages);
}
const thirdParty = join(root, 'THIRD_PARTY.md');
writeFileSync(thirdParty, renderThirdParty(mergeThirdParties(inside)));
for (const { folder } of publishedPackages()) copyFileSync(thirdParty, join(folder, 'THIRD_PARTY.md'));
// The example that documents every option goes with the command.
copyFileSync(join(root, 'deploy.config.example.ts'), join(root, 'packages/cli/deploy.config.example.ts'));
