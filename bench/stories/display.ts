import { spawnSync } from 'node:child_process';
import { type Figure, ratio } from '../figure.ts';
import { median, run } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

/** Processor time of a deploy of many services shown live on a terminal, against the same deploy without a display. */
export async function display(services: number): Promise<readonly Figure[]> {
  if (spawnSync('script', ['--version']).status !== 0) return [];
  const rounds = 3;
  await using shop = await startShop(services, { releases: 2 * (rounds + 1) });
  const shown: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const command = (reporter: string): string =>
      `'${process.execPath}' '${bin}' deploy production --tag ${shop.release()} --reporter ${reporter}`;
    const measure = async (reporter: string): Promise<number> => {
      const cost = await run(
        {
          command: 'script',
          args: ['-qec', command(reporter), '/dev/null'],
          cwd: shop.folder,
          env: { ...shop.env, CI: '', TERM: 'xterm' },
        },
        { node: true },
      );
      if (cost.code !== 0) throw new Error(`the deploy exited ${cost.code}:\n${cost.stdout.slice(-2000)}`);
      return cost.cpu;
    };
    const a = await measure('list');
    const b = await measure('json');
    if (round > 0) shown.push(a) && plain.push(b);
  }
  return [
    ratio(`deploy of ${services} targets on a terminal against JSON lines: processor time`, median(shown), {
      theirs: median(plain),
      unit: 'ms',
    }),
  ];
}
