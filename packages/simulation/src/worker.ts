// A child of `main.ts`: plays the seeds that it is sent, one after the other.

import type { Coverage } from './check/coverage.ts';
import type { Broken } from './model/broken.ts';
import { simulate } from './simulate.ts';

/** What is sent to a worker. */
export interface Order {
  readonly seed: number;
  readonly twice: boolean;
  readonly sockets: boolean;
}

/** What it answers. */
export interface Answer {
  readonly seed: number;
  readonly trace: string;
  readonly broken: readonly Broken[];
  readonly coverage: Coverage;
  readonly ends: readonly string[];
}

process.on('message', async (order: Order) => {
  const { trace, broken, coverage, recording } = await simulate(order.seed, order);
  const ends = recording.processes.map(
    ({ command, killed, code, report, error }) =>
      `${command.command} ${killed && code === null ? 'killed' : `${code} ${report?.outcome ?? error?.code ?? ''}`}`,
  );
  process.send?.({ seed: order.seed, trace, broken, coverage, ends } satisfies Answer);
});
