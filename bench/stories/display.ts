import { spawnSync } from 'node:child_process';
import { type Figure, figure, ratio } from '../figure.ts';
import { type Cost, run } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

/**
 * Processor time of a deploy of many services shown live on a terminal, against the same deploy without a display. Each
 * runs once: ECS takes one registration a second, so a hundred of them take more than a minute whoever sends them.
 */
export async function display(services: number): Promise<readonly Figure[]> {
  if (spawnSync('script', ['--version']).status !== 0) return [];
  await using shop = await startShop(services, { releases: 2 });
  const measure = async (reporter: string): Promise<Cost> => {
    const command = `'${process.execPath}' '${bin}' deploy production --tag ${shop.release()} --reporter ${reporter}`;
    const cost = await run(
      {
        command: 'script',
        args: ['-qec', command, '/dev/null'],
        cwd: shop.folder,
        env: { ...shop.env, CI: '', TERM: 'xterm' },
      },
      { node: true },
    );
    if (cost.code !== 0) throw new Error(`the deploy exited ${cost.code}:\n${cost.stdout.slice(-2000)}`);
    return cost;
  };
  const shown = await measure('list');
  const plain = await measure('json');
  return [
    ratio(`deploy of ${services} targets shown live against JSON lines: processor time`, shown.cpu, {
      theirs: plain.cpu,
      unit: 'ms',
    }),
    figure(`deploy of ${services} targets: time, at the rate ECS takes registrations`, shown.wall / 1000, {
      unit: 's',
    }),
  ];
}
