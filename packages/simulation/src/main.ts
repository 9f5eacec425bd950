// `npm run simulate -- [--seeds 1000] [--seed n] [--minutes m]`: plays seeds and says what did not hold.
import { type ChildProcess, fork } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { addUp, type Coverage, reachable } from './check/coverage.ts';
import { drawStory } from './draw/draw-story.ts';
import { type Broken, invariants } from './model/broken.ts';
import { simulateStory } from './simulate.ts';
import { minimise } from './tell/minimise.ts';
import { storyTest, tellStory } from './tell/tell-story.ts';
import type { Answer, Order } from './worker.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    minutes: { type: 'string' },
    workers: { type: 'string' },
    regressions: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
    sockets: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

/** Every so many seeds one is played twice, to see that it goes the same way. */
const twiceEvery = 10;
/** Milliseconds without an answer after which a worker hangs. */
const patience = 120_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const kept: readonly number[] = JSON.parse(readFileSync(new URL('../regressions.json', import.meta.url), 'utf8')).seeds;
const begun = performance.now();
const until = begun + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const results: Answer[] = [];
const failures: { readonly seed: number; readonly broken: readonly Broken[]; readonly ends: readonly string[] }[] = [];

function* seeds(): Generator<number> {
  if (values.regressions) yield* kept;
  if (values.regressions && values.minutes === undefined && values.seeds === undefined && values.seed === undefined)
    return;
  const first = Number(values.seed ?? 1);
  const endless = values.minutes !== undefined && values.seeds === undefined;
  const count = values.seeds === undefined ? (values.seed === undefined ? 1000 : 1) : Number(values.seeds);
  for (let seed = first; endless || seed < first + count; seed += 1) yield seed;
}

const next = seeds();

/** Hands seeds to one worker after the other until there are none left, or the time is over. */
async function work(): Promise<void> {
  let worker = start();
  for (let given = next.next(); given.done !== true && performance.now() < until; given = next.next()) {
    const seed = given.value;
    const order = { seed, twice: values.twice || seed % twiceEvery === 0, sockets: values.sockets };
    const answer = await ask(worker, order);
    if (answer === null) {
      worker.kill('SIGKILL');
      worker = start();
      failures.push({
        seed,
        ends: [],
        broken: [{ invariant: 6, rule: 'every command ends', text: 'it came to no end', process: null }],
      });
      tellFailure(failures.at(-1) as (typeof failures)[number]);
      continue;
    }
    results.push(answer);
    if (values.verbose) say(`seed ${seed} ${answer.trace.slice(0, 12)}: ${answer.ends.join(' | ')}`);
    if (answer.broken.length === 0) continue;
    failures.push(answer);
    tellFailure(answer);
  }
  worker.kill();
}

function start(): ChildProcess {
  return fork(new URL('./worker.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** The answer of a worker; null when none comes. */
function ask(worker: ChildProcess, order: Order): Promise<Answer | null> {
  const { promise, resolve } = Promise.withResolvers<Answer | null>();
  const timer = setTimeout(() => resolve(null), patience);
  const onExit = (): void => resolve(null);
  worker.once('message', (answer) => resolve(answer as Answer)).once('exit', onExit);
  worker.send(order);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.removeAllListeners('message').off('exit', onExit);
  });
}

function tellFailure({ seed, broken, ends }: (typeof failures)[number]): void {
  say(`seed ${seed}: ${ends.join(' | ')}`);
  for (const { invariant, rule, process: id, text } of broken) {
    say(`  invariant ${invariant} (${invariants[invariant]})`);
    say(`  ${rule}${id === null ? '' : `, process ${id}`}: ${text.slice(0, 1500)}`);
  }
}

await Promise.all(Array.from({ length: Number(values.workers ?? availableParallelism()) }, work));
const seconds = (performance.now() - begun) / 1000;
const coverage = addUp(results.map((each) => each.coverage));
if (values.json) say(JSON.stringify({ played: results.length, failures, coverage }));
else {
  const [first] = failures.filter(({ broken }) => broken[0]?.invariant !== 8);
  if (first !== undefined) await tellSmallest(first);
  if (results.length > 1) tellCoverage(coverage);
  const rate = results.length / seconds;
  say(
    `${results.length} seeds in ${seconds.toFixed(1)} s: ${rate.toFixed(1)} a second, ${Math.round(rate * 60)} a minute; ${failures.length} broken${failures.length === 0 ? '' : `: ${failures.map(({ seed }) => seed).join(', ')}`}`,
  );
}
process.exitCode = failures.length === 0 && results.length > 0 ? 0 : 1;

/** The first failure, with everything left out that it does not need. */
async function tellSmallest({ seed, broken }: (typeof failures)[number]): Promise<void> {
  const rules = new Set(broken.map(({ rule }) => rule));
  const story = await minimise(drawStory(seed), async (each) => {
    const found = await simulateStory(each).catch(() => null);
    return found?.broken.some(({ rule }) => rules.has(rule)) === true;
  });
  say(`\nthe smallest story of seed ${seed} in which this goes wrong:`);
  for (const line of tellStory(story)) say(`  - ${line}`);
  say(`\n${storyTest(story, `seed ${seed}: ${[...rules].join(', ')}`)}\n`);
}

function tellCoverage(counts: Coverage): void {
  const groups = Map.groupBy(Object.entries(counts).sort(), ([name]) => name.slice(0, name.indexOf(':')));
  for (const [group, members] of groups) {
    say(`${group}: ${members.map(([name, count]) => `${name.slice(group.length + 2)} ${count}`).join(', ')}`);
  }
  const all = [...reachable, ...errorCodes().map((code) => `error code: ${code}`)];
  const missing = Map.groupBy(
    all.filter((name) => counts[name] === undefined),
    (name) => name.slice(0, name.indexOf(':')),
  );
  for (const [group, names] of missing) {
    say(`never reached, ${group}: ${names.map((name) => name.slice(group.length + 2)).join(', ')}`);
  }
}

/** Codes of the engine and of the plugins that take part, as their sources have them. */
function errorCodes(): readonly string[] {
  const root = new URL('../../', import.meta.url).pathname;
  const files = globSync('{core,aws,plugin-ecs,plugin-ecr,plugin-schedules}/src/**/*errors*.ts', { cwd: root });
  const codes = files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => readFileSync(`${root}${file}`, 'utf8').match(/'[A-Z][A-Z]+(?:_[A-Z]+)+'/g) ?? []);
  return [...new Set(codes.map((code) => code.slice(1, -1)))].sort();
}
