import { expect, test } from 'vitest';
import { type LoggedRequest, RequestLog } from './request-log.ts';

function entry(operation: string): LoggedRequest {
  return {
    operation,
    body: null,
    headers: {},
    account: null,
    region: null,
    at: 0,
    status: 200,
    response: null,
    error: null,
    needed: [],
  };
}

const filled = (limits: { entries: number; bytes: number }, sizes: readonly number[]): readonly string[] => {
  const log = new RequestLog(limits);
  for (const [index, size] of sizes.entries()) log.add(entry(`ecs.${index}`), size);
  return log.list().map(({ operation }) => operation);
};

test('the latest requests are remembered, the oldest go', () => {
  const thousand = Array.from({ length: 1000 }, () => 1);
  const kept = filled({ entries: 100, bytes: 10_000 }, thousand);
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(kept.length).toBeGreaterThanOrEqual(90);
  expect(kept.at(-1)).toBe('ecs.999');
});

test('large ones go sooner, the latest never', () => {
  expect(filled({ entries: 100, bytes: 1000 }, [500, 400, 100, 300])).toEqual(['ecs.1', 'ecs.2', 'ecs.3']);
  expect(filled({ entries: 100, bytes: 1000 }, [10, 5000])).toEqual(['ecs.1']);
});

test('they are listed by operation or pattern', () => {
  const log = new RequestLog();
  for (const operation of ['ecs.A', 'ecr.A', 'ecs.B']) log.add(entry(operation), 1);
  expect(log.list('ecs.*').map(({ operation }) => operation)).toEqual(['ecs.A', 'ecs.B']);
  expect(log.list()).toHaveLength(3);
});
