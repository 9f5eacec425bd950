// Run as a child process: loads configs as the command does, natively, and prints what comes of them as JSON.
import { inspect } from 'node:util';
import { isDeployError } from '../../src/model/error.ts';
import { loadConfig } from '../../src/node/load-config.ts';

const outcomes: string[] = [];
for (const cwd of process.argv.slice(2)) {
  process.chdir(cwd);
  try {
    const { config, path } = await loadConfig({ cwd, env: process.env });
    outcomes.push(`${path}\n${inspect(config, { depth: 5 })}`);
  } catch (error) {
    if (!isDeployError(error)) throw error;
    const { code, category, message, hint } = error;
    outcomes.push(`${code} (${category})\n${message}${hint === null ? '' : `\n→ ${hint}`}`);
  }
}
process.stdout.write(JSON.stringify(outcomes));
