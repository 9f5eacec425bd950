// Builds what is published into its `dist`: the program and its declarations, each with all libraries inside, so that a
// command loads a few files instead of hundreds and an install brings nothing else.
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program.ts';
import { bundleTypes } from './bundle-types.ts';
import { publishedPackages, root } from './packages.ts';

for (const item of publishedPackages()) {
  rmSync(join(item.folder, 'dist'), { recursive: true, force: true });
  await bundleProgram(item);
  await bundleTypes(item);
}

// The example that documents every option goes with the command.
copyFileSync(join(root, 'deploy.config.example.ts'), join(root, 'packages/cli/deploy.config.example.ts'));
