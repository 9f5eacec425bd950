// `npm run simulate -- [--seeds 1000] [--seed n] [--minutes m]`: plays seeds and says what did not hold.
import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    minutes: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed ?? 1);
const count = Number(
  values.seeds ??
    (values.seed === undefined && values.minutes === undefined
      ? 1000
      : values.seed === undefined
        ? Number.POSITIVE_INFINITY
        : 1),
);
const until = performance.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const begun = performance.now();
let played = 0;
let failed = 0;
for (let seed = first; seed < first + count && performance.now() < until; seed += 1) {
  const { recording, broken, trace } = await simulate(seed, { twice: values.twice });
  played += 1;
  if (broken.length > 0) failed += 1;
  if (broken.length > 0 || values.verbose) {
    const ends = recording.processes.map(
      ({ command, killed, code, report, error }) =>
        `${command.command} ${killed ? 'killed' : code} ${report?.outcome ?? error?.code ?? ''}`,
    );
    say(`seed ${seed} ${trace.slice(0, 12)}: ${ends.join(' | ')}`);
  }
  for (const { invariant, process: id, rule, text } of broken) {
    say(`  invariant ${invariant} (${rule}), process ${id}: ${text.slice(0, 1500)}`);
  }
}
const seconds = (performance.now() - begun) / 1000;
say(
  `${played} seeds in ${seconds.toFixed(1)} s (${(played / seconds).toFixed(1)} a second, ${(process.cpuUsage().user / 1000 / played).toFixed(0)} ms of processor each), ${failed} broken`,
);
process.exitCode = failed === 0 ? 0 : 1;
