import { startEngine } from '../engine.ts';
import { type Figure, figure } from '../figure.ts';
import { median } from '../measure.ts';

/** How long new tasks take to start, in seconds: rollouts that end at other moments of the polling. */
const starts = Array.from({ length: 40 }, (_, index) => 4 + index * 0.83);
const sizes = [1, 10, 100] as const;
const aims: Readonly<Record<(typeof sizes)[number], string>> = { 1: '≤ 24', 10: '≤ 24', 100: '≤ 200' };

/** On the virtual clock: how soon a verdict follows ECS's own, and how many calls a minute of waiting costs. */
export async function verdict(): Promise<readonly Figure[]> {
  const lags: number[] = [];
  for (const start of starts) lags.push(await lagOf(start));
  const calls: Figure[] = [];
  for (const size of sizes) calls.push(...(await callsOf(size)));
  return [
    figure('verdict: seconds from COMPLETED to our exit, median', median(lags), { unit: 's', aim: '≤ 2.5' }),
    figure('verdict: the same, worst of 40 rollouts', Math.max(...lags), { unit: 's', aim: '≤ 5' }),
    ...calls,
  ];
}

/** Seconds from the end of the service deployment to the end of the run. */
async function lagOf(start: number): Promise<number> {
  await using engine = await startEngine({ services: 1, region: { timings: { start } } });
  const { outcome, endedAt } = await engine.deploy();
  if (outcome !== 'succeeded') throw new Error(`the deploy ended ${outcome}`);
  const { finishedAt } = engine.sandbox.ecs.serviceDeployments('bench/service-1')[0] ?? {};
  return endedAt / 1000 - Number(finishedAt);
}

/** Calls of the busiest minute while all services wait for ten minutes, and of the busiest one with the proof at the end. */
async function callsOf(services: number): Promise<readonly Figure[]> {
  await using engine = await startEngine({ services, region: { timings: { start: 600 } } });
  const { outcome, updatedAt, endedAt } = await engine.deploy();
  if (outcome !== 'succeeded') throw new Error(`the deploy of ${services} ended ${outcome}`);
  const requests = engine.sandbox.requests().filter(({ at }) => at > updatedAt && at <= endedAt);
  const done = Array.from({ length: services }, (_, index) =>
    Number(engine.sandbox.ecs.serviceDeployments(`bench/service-${index + 1}`)[0]?.finishedAt),
  );
  const firstDone = Math.min(...done) * 1000;
  const throttled = requests.filter(({ error }) => error === 'ThrottlingException').length;
  const name = `verdict: ${services} ${services === 1 ? 'service' : 'services'}`;
  const unit = { unit: 'calls', digits: 0 };
  return [
    figure(
      `${name}: API calls in the busiest minute of waiting`,
      busiest(requests.filter(({ at }) => at < firstDone)),
      {
        ...unit,
        aim: aims[services as keyof typeof aims],
      },
    ),
    figure(`${name}: the same with the proof of each at its end`, busiest(requests), unit),
    figure(`${name}: calls that were throttled`, throttled, { ...unit, aim: '0' }),
  ];
}

/** The most calls in any sixty seconds. */
function busiest(requests: readonly { readonly at: number }[]): number {
  const times = requests.map(({ at }) => at).sort((a, b) => a - b);
  let first = 0;
  return times.reduce((most, at, index) => {
    while ((times[first] ?? at) <= at - 60_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
