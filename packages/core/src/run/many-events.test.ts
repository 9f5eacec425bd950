import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep, hearing } from '../testing/builders.ts';
import { applyPlan } from './apply-plan.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test('a million events take no more memory than a few', { timeout: 120_000 }, async () => {
  const each = 250_000;
  const chatty = buildDefinition('a', (_, context) => {
    for (let turn = 0; turn < each; turn++) {
      context.output(`#12 ${turn} added a package`);
      context.output(`progress ${turn}`);
      context.progress(`step ${turn}`);
      context.warn(`warning ${turn}`);
    }
    return {};
  });
  let seen = 0;
  collect();
  const before = process.memoryUsage().heapUsed;
  const report = await applyPlan(buildPlan([buildStep('a:api@production')]), buildContext(), {
    plugins: [buildPlugin('test', { steps: [chatty] })],
    runId: 'run-1',
    reporters: hearing(() => {
      seen += 1;
    }),
  });
  collect();
  expect(seen).toBe(each * 4 + 4);
  expect(report.warnings).toHaveLength(1001);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1024 * 1024);
});
