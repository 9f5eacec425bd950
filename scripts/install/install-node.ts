import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run.ts';

/** Installs a version of Node from the registry into a folder of its own. Returns the path of the program. */
export function installNode(version: string, folder: string): string {
  const place = join(folder, `node-${version}`);
  const name = `node-linux-${process.arch}`;
  mkdirSync(place, { recursive: true });
  mustRun('npm', ['init', '-y'], { cwd: place });
  mustRun('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], { cwd: place });
  return join(place, 'node_modules', name, 'bin/node');
}
