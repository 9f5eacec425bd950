// Set up once before the tests that run the command as a process: the bundle is what users run, and starts in a quarter of the
// time of the sources.
import { bundleProgram } from './bundle-program.ts';
import { publishedPackages } from './packages.ts';

export async function setup(): Promise<void> {
  for (const item of publishedPackages()) await bundleProgram(item);
}
