import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Installed {
  readonly node: string;
  /** Path of the installed `funade`. */
  readonly bin: string;
  readonly project: string;
  /** Options of the sandbox. Default: from `seed.json`. */
  readonly sandbox?: readonly string[];
}

const fromSeed: readonly string[] = ['--seed', 'seed.json', '--speed', '60'];

/** Runs something while the installed `funade sandbox` runs. Returns what went wrong with the sandbox itself. */
export async function withSandbox(
  { node, bin, project, sandbox: options = fromSeed }: Installed,
  use: (env: Readonly<Record<string, string | undefined>>) => void,
): Promise<readonly string[]> {
  const sandbox = spawn(node, [bin, 'sandbox', '--json', ...options], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(sandbox, 'exit') as Promise<[number | null]>;
  const first = await Promise.race([once(createInterface({ input: sandbox.stdout }), 'line'), ended]);
  const { environment } = JSON.parse(String(first[0])) as { readonly environment: Readonly<Record<string, string>> };
  use({ PATH: process.env.PATH, HOME: project, ...environment });
  sandbox.kill('SIGTERM');
  const [code] = await ended;
  return code === 143 || code === 0 ? [] : [`funade sandbox exited ${code}`];
}
