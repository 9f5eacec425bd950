import type { LoggedRequest } from '@funade/sandbox';
import { type Figure, figure } from '../figure.ts';
import { type Cost, run } from '../measure.ts';
import { bin, type Shop, startShop } from '../shop.ts';

/** One plan of many services, each with a repository of its own: time, calls, memory. */
export async function many(services: number): Promise<readonly Figure[]> {
  const built = await plan(services, (shop) => shop.release());
  const fresh = await plan(services, (shop) => shop.newRelease);
  const name = `plan of ${services} services on ${services} repositories`;
  const calls = (label: string, { requests }: Planned): Figure =>
    figure(`${name}, ${label}: AWS calls a service`, requests.filter(isApiCall).length / services, {
      unit: 'calls',
      aim: '≤ 2.2',
      digits: 2,
    });
  const throttled = [...built.requests, ...fresh.requests].filter(({ error }) => error === 'ThrottlingException');
  return [
    figure(`${name}: time, at the rate ECS answers`, fresh.cost.wall, { unit: 'ms', digits: 0 }),
    calls('a new release', fresh),
    calls('images there', built),
    figure(
      `${name}, images there: reads of the registry a service`,
      built.requests.filter((request) => !isApiCall(request)).length / services,
      { unit: 'requests', digits: 2 },
    ),
    figure(`${name}: calls that were throttled`, throttled.length, { unit: 'calls', aim: '0', digits: 0 }),
    figure(`${name}: peak memory`, Math.max(built.cost.memory, fresh.cost.memory), {
      unit: 'MiB',
      aim: '< 200',
      digits: 0,
    }),
  ];
}

interface Planned {
  readonly cost: Cost;
  readonly requests: readonly LoggedRequest[];
}

/** On a sandbox of its own, so that nobody has used up what ECS takes at once. */
async function plan(services: number, tagOf: (shop: Shop) => string): Promise<Planned> {
  await using shop = await startShop(services);
  const cost = await run(
    {
      command: process.execPath,
      args: [bin, 'plan', 'production', '--tag', tagOf(shop)],
      cwd: shop.folder,
      env: shop.env,
    },
    { node: true },
  );
  if (cost.code !== 0) throw new Error(`the plan exited ${cost.code}:\n${cost.stderr}`);
  return { cost, requests: shop.sandbox.requests() };
}

/** A call of an AWS API; the registry is read over its own protocol. */
function isApiCall({ operation }: LoggedRequest): boolean {
  return !operation.startsWith('registry.');
}
