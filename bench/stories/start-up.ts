import { type Figure, ratio } from '../figure.ts';
import { inTurn, median } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

/** Start-up against an empty Node: the version, and a plan of one service. */
export async function startUp(): Promise<readonly Figure[]> {
  await using shop = await startShop(1);
  const node = process.execPath;
  const tag = shop.release();
  const costs = await inTurn(
    {
      empty: { command: node, args: ['-e', ''] },
      version: { command: node, args: [bin, '--version'] },
      plan: { command: node, args: [bin, 'plan', 'production', '--tag', tag], cwd: shop.folder, env: shop.env },
    },
    15,
  );
  const wall = (name: keyof typeof costs): number => median(costs[name].map((cost) => cost.wall));
  return [
    ratio('funade --version against node -e ""', wall('version'), { theirs: wall('empty'), unit: 'ms', aim: '≤ 1.8' }),
    ratio('funade plan (one service) against node -e ""', wall('plan'), {
      theirs: wall('empty'),
      unit: 'ms',
      aim: '≤ 6.1',
    }),
  ];
}
