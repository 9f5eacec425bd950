import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, ratio } from '../figure.ts';
import { type Cost, median, run } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

const pipeline = join(dirname(fileURLToPath(import.meta.url)), '../../packages/sandbox/test/clients/pipeline.sh');
const rounds = 5;

/**
 * A deploy of one image that is in the registry, with an instant rollout, against the hand-written AWS CLI pipeline doing
 * the same on the same sandbox, in turn.
 */
export async function deploy(latency: number): Promise<readonly Figure[]> {
  await using shop = await startShop(2, { releases: 2 * (rounds + 1) });
  if (latency > 0) shop.sandbox.faults.latency('*', latency);
  const work = mkdtempSync(join(tmpdir(), 'funade-bench-pipeline-'));
  const ours: Cost[] = [];
  const theirs: Cost[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const env = { ...shop.env, WORK: work, SKIP_BUILD: '1', CLUSTER: 'bench', CONTAINER: 'app', AWS_PAGER: '' };
      const other = { SERVICE: 'service-2', REPOSITORY: 'bench/service-2', TAG: shop.release() };
      const a = await run({
        command: process.execPath,
        args: [bin, 'deploy', 'production', '--tag', shop.release(), '--service', 'service-1'],
        cwd: shop.folder,
        env: shop.env,
      });
      const b = await run({ command: 'bash', args: [pipeline], env: { ...env, ...other } });
      for (const [name, cost] of [
        ['funade', a],
        ['pipeline', b],
      ] as const) {
        if (cost.code !== 0) throw new Error(`${name} exited ${cost.code}:\n${cost.stdout}${cost.stderr}`);
      }
      if (round > 0) ours.push(a) && theirs.push(b);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const wall = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.wall));
  return [
    ratio(`deploy against the AWS CLI pipeline, ${latency} ms a call`, wall(ours), {
      theirs: wall(theirs),
      unit: 'ms',
      aim: latency === 0 ? '≤ 0.08' : '≤ 0.20',
    }),
  ];
}
