import { mustRun, run } from './run.ts';
import { type Installed, withSandbox } from './with-sandbox.ts';

const commands: readonly string[] = [
  'plan staging --tag v1.1.0',
  'deploy staging --tag v1.1.0 --service api',
  'plan staging --tag v1.1.0 --service worker --out plan.json',
  'apply plan.json --yes',
  'status staging',
];

const useSandbox = `
import { startSandbox } from '@funade/sandbox';
const sandbox = await startSandbox();
await sandbox[Symbol.asyncDispose]();
`;

/** Runs the installed command, and the installed sandbox, on a Node. Returns what went wrong. */
export async function runCommands(installed: Installed): Promise<readonly string[]> {
  const { node, bin, project } = installed;
  const version = mustRun(node, ['--version'], { cwd: project }).trim();
  const faults: string[] = [];
  const own = await withSandbox(installed, (env) => {
    const check = (what: string, args: readonly string[]): void => {
      const { code, stdout, stderr } = run(node, args, { cwd: project, env });
      console.log(`Node ${version}: ${what}: exit ${code}`);
      if (code !== 0) faults.push(`${what} on Node ${version} exited ${code}:\n${stdout}${stderr}`);
    };
    for (const command of commands) check(`funade ${command}`, [bin, ...command.split(' ')]);
    check('import @funade/sandbox', ['--input-type=module', '--eval', useSandbox]);
  });
  return [...faults, ...own];
}
