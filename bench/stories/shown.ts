import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlan } from '@funade/core';
import { renderDiff } from '../../packages/cli/src/render/render-diff.ts';
import { renderPlan } from '../../packages/cli/src/render/render-plan.ts';
import { renderPlanJson } from '../../packages/cli/src/render/render-plan-json.ts';
import { renderPlanMarkdown } from '../../packages/cli/src/render/render-plan-markdown.ts';
import { type Figure, figure } from '../figure.ts';
import { median, run } from '../measure.ts';
import { bin, startShop } from '../shop.ts';

/** How large the plan of many services is, saved and shown, and how long showing it takes. */
export async function shown(services: number): Promise<readonly Figure[]> {
  await using shop = await startShop(services);
  const args = [bin, 'plan', 'production', '--tag', shop.release(), '--out', 'plan.json'];
  const cost = await run({ command: process.execPath, args, cwd: shop.folder, env: shop.env });
  if (cost.code !== 0) throw new Error(`the plan exited ${cost.code}:\n${cost.stderr}`);
  const file = join(shop.folder, 'plan.json');
  const text = readFileSync(file, 'utf8');
  const plan = parsePlan(text);
  const about = `plan of ${services} services`;
  const renderers = {
    'as text': () => renderPlan(plan, { width: 120 }),
    'as narrow text': () => renderPlan(plan, { width: 60 }),
    'as JSON': () => renderPlanJson(plan),
    'as Markdown': () => renderPlanMarkdown(plan),
    'as a difference': () => renderDiff(plan, { width: 120 }),
  };
  return [
    figure(`${about}: saved`, statSync(file).size / 1024, { unit: 'KiB', digits: 0 }),
    figure(`${about}: saved, for each service`, statSync(file).size / 1024 / services, { unit: 'KiB' }),
    figure(
      `${about}: reading and checking it`,
      timeOf(() => parsePlan(text)),
      { unit: 'ms' },
    ),
    ...Object.entries(renderers).flatMap(([how, render]) => [
      figure(`${about}: ${how}`, Buffer.byteLength(render()) / 1024, { unit: 'KiB', digits: 0 }),
      figure(`${about}: ${how}, lines`, render().split('\n').length - 1, { unit: 'lines', digits: 0 }),
      figure(`${about}: rendering it ${how}`, timeOf(render), { unit: 'ms', aim: '< 100' }),
    ]),
  ];
}

/** Median of a few runs, in milliseconds, the first left out. */
function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 12 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(times.slice(1));
}
