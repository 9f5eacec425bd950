import { type Figure, figure } from '../figure.ts';
import { run } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

/** One plan of many services, each with a repository of its own: time, calls, memory. */
export async function many(services: number): Promise<readonly Figure[]> {
  await using shop = await startShop(services);
  const before = shop.sandbox.requests().length;
  const cost = await run(
    {
      command: process.execPath,
      args: [bin, 'plan', 'production', '--tag', shop.release()],
      cwd: shop.folder,
      env: shop.env,
    },
    { node: true },
  );
  if (cost.code !== 0) throw new Error(`the plan exited ${cost.code}:\n${cost.stderr}`);
  const calls = shop.sandbox.requests().length - before;
  return [
    figure(`plan of ${services} services on ${services} repositories: time`, cost.wall, { unit: 'ms', digits: 0 }),
    figure(`plan of ${services} services: calls a service`, calls / services, {
      unit: 'calls',
      aim: '≤ 2.2',
      digits: 2,
    }),
    figure(`plan of ${services} services: peak memory`, cost.memory, { unit: 'MiB', aim: '< 200', digits: 0 }),
  ];
}
