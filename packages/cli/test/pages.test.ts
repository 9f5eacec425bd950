import { readFile } from 'node:fs/promises';
import { DeployError, errorInfo, reduceReport } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, planFor } from './builders.ts';

const plan = planFor(['api']);
const whole = errorInfo(
  new DeployError('X', 'failed', { details: { status: 500 }, evidence: ['exit code 1'], goesOn: 'deployment' }),
);

/** One event of each type. A type that is missing is a type error of `EventHandlers`, and found missing below. */
function everyEvent() {
  const log = eventLog(plan);
  const [first = '', second = ''] = plan.steps.map(({ id }) => id);
  log.start();
  log.started(first);
  log.progress(first, 'half', { until: 1 });
  log.output(first, 'line');
  log.warned(first, 'careful');
  log.succeeded(first);
  log.goesOn(log.id('ecs.wait-for-rollout'), 'continues');
  log.failed(second, whole);
  log.skipped(log.id('ecs.update-service'), second);
  log.runWarned('reporter x failed');
  log.interrupted('SIGINT');
  log.finish();
  return log.events;
}

async function page(name: string): Promise<string> {
  return readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
}

test('the page of events describes every type and field, and every field of an error', async () => {
  const text = await page('events.md');
  const events = everyEvent();
  const names = [...events.flatMap((event) => [event.type, ...Object.keys(event)]), ...Object.keys(whole)];
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('the page of reports describes every field', async () => {
  const text = await page('report-json.md');
  const report = reduceReport(plan, everyEvent());
  const { targets, steps, warnings } = report;
  const names = [report, ...targets, ...steps, ...warnings].flatMap((part) => Object.keys(part));
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  expect(text).toContain(report.schema);
});

test('an error without facts has none of the fields for them', () => {
  expect(Object.keys(errorInfo(new DeployError('X', 'failed'))).sort()).toEqual(Object.keys(errorOf()).sort());
});
