// Set up before the tests: a Node process that a test starts has the mutant too, whatever environment it is given.
import { ChildProcess } from 'node:child_process';

interface Started {
  readonly file: string;
  readonly envPairs?: string[];
}

const mutant = process.env.FUNADE_MUTANT;
const prototype = ChildProcess.prototype as unknown as { spawn(options: Started): number };
const { spawn } = prototype;

if (mutant !== undefined) {
  const hook = new URL('in-children.ts', import.meta.url).href;
  prototype.spawn = function (options) {
    if (options.file === process.execPath) {
      options.envPairs?.push(`FUNADE_MUTANT=${mutant}`, `NODE_OPTIONS=--import=${hook}`);
    }
    return spawn.call(this, options);
  };
}
