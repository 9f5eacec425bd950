// `npm run bite -- [--only name,name] [--seeds 2000] [--minutes 15] [--workers n]`: plants one bug after the other in the engine and says after how many
// seeds the simulation has found it.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { closeFrom } from '../draw/draw-closer.ts';
import type { PlantedBug } from './planted-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

const run = promisify(execFile);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    /** For each of them. */
    minutes: { type: 'string', default: '15' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const names = values.only?.split(',');
const wanted = names === undefined ? plantedBugs : plantedBugs.filter(({ name }) => names.includes(name));
const most = Number(values.seeds);
const queue = [...wanted];
let missed = 0;

interface Found {
  readonly seed: number;
  readonly invariant: number;
  readonly rule: string;
  readonly text: string;
}

/** The first seed from `first` on that breaks; null: none does. */
async function hunt(name: string, first: number, count: number): Promise<Found | null> {
  const program = fileURLToPath(new URL('hunt.ts', import.meta.url));
  // A bug may keep an event loop busy without end.
  const limit = { timeout: Number(values.minutes) * 60_000, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run(process.execPath, [program, name, String(first), String(count)], limit);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Found | null;
}

/** The seed that a hunt was at when its time was over, where that seed takes all of it again; else it was only slow. */
async function endless(name: string, thrown: { readonly killed?: boolean; readonly stdout?: string }): Promise<Found> {
  if (thrown.killed !== true) throw thrown;
  const seed = Number(thrown.stdout?.trim().split('\n').at(-1));
  const again = await hunt(name, seed, 1).catch((error: { readonly killed?: boolean }) => error.killed === true);
  if (again !== true) throw thrown;
  return { seed, invariant: 6, rule: 'every command ends', text: 'it comes to no end' };
}

/** What breaks by the bug: a seed that breaks without it too says nothing. */
async function find(bug: PlantedBug): Promise<Found | null> {
  const end = closeFrom + most;
  for (let first = closeFrom; first < end; ) {
    const found = await hunt(bug.name, first, end - first).catch((thrown) => endless(bug.name, thrown));
    if (found === null || (await hunt('none', found.seed, 1)) === null) return found;
    first = found.seed + 1;
  }
  return null;
}

async function work(): Promise<void> {
  for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
    const found = await find(bug).catch((error: Error & { readonly killed?: boolean }) =>
      error.killed === true ? 'time' : Promise.reject(error),
    );
    if (found === null || found === 'time') missed += 1;
    const how =
      found === null || found === 'time'
        ? `not found in ${found === null ? `${most} seeds` : `${values.minutes} minutes`}`
        : `in ${found.seed - closeFrom + 1} seeds (${found.seed}), invariant ${found.invariant} (${found.rule}): ${found.text.slice(0, 160)}`;
    say(`${bug.name.padEnd(26)} ${how}`);
  }
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));
say(`${wanted.length - missed} of ${wanted.length} planted bugs found`);
process.exitCode = missed === 0 ? 0 : 1;
