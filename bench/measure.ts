import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a process cost. */
export interface Cost {
  readonly code: number | null;
  /** Milliseconds from start to exit. */
  readonly wall: number;
  /** Milliseconds of processor time, user and system, of the process and the children it waited for. */
  readonly cpu: number;
  /** Peak resident memory of the process in MiB. */
  readonly memory: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Written by a Node process at its end, so that its own figures are read and not those of a wrapper. */
const probe = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const u = process.resourceUsage();
  writeFileSync(process.env.FUNADE_BENCH_PROBE, JSON.stringify({ cpu: (u.userCPUTime + u.systemCPUTime) / 1000, memory: u.maxRSS / 1024 }));
});`)}`;

/** Runs a command to its end. With `node: true` its processor time and memory are measured too. */
export async function run(
  { command, args, cwd, env }: Command,
  options: { readonly node?: boolean } = {},
): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'funade-bench-'));
  const file = join(folder, 'probe.json');
  const extra = options.node ? { NODE_OPTIONS: `--import=${probe}`, FUNADE_BENCH_PROBE: file } : {};
  try {
    const start = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    const wall = performance.now() - start;
    const own = options.node ? JSON.parse(readFileSync(file, 'utf8')) : { cpu: 0, memory: 0 };
    return { code, wall, cpu: own.cpu, memory: own.memory, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs commands in turn, A B A B …, so that a drift of the machine's speed touches all alike. One warm-up each. */
export async function inTurn<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  runs: number,
): Promise<Readonly<Record<Name, readonly Cost[]>>> {
  const names = Object.keys(commands) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>;
  for (let round = 0; round <= runs; round += 1) {
    for (const name of names) {
      const cost = await run(commands[name]);
      if (cost.code !== 0) throw new Error(`${name} exited ${cost.code}:\n${cost.stderr}`);
      if (round > 0) costs[name].push(cost);
    }
  }
  return costs;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
