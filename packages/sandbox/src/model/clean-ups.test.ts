import { expect, test } from 'vitest';
import { CleanUps } from './clean-ups.ts';

test('everything is closed once, latest first, and the first failure is told', async () => {
  const closed: string[] = [];
  const cleanUps = new CleanUps();
  cleanUps.defer(() => void closed.push('first'));
  cleanUps.use({
    async [Symbol.asyncDispose]() {
      closed.push('second');
      throw new Error('stuck');
    },
  });
  cleanUps.defer(async () => void closed.push('third'));
  await expect(cleanUps[Symbol.asyncDispose]()).rejects.toThrow('stuck');
  expect(closed).toEqual(['third', 'second', 'first']);
  await cleanUps[Symbol.asyncDispose]();
  expect(closed).toHaveLength(3);
});

test('what is moved is closed by its new owner alone', async () => {
  const closed: string[] = [];
  const cleanUps = new CleanUps();
  cleanUps.defer(() => void closed.push('a'));
  const moved = cleanUps.move();
  await cleanUps[Symbol.asyncDispose]();
  expect(closed).toEqual([]);
  await moved[Symbol.asyncDispose]();
  expect(closed).toEqual(['a']);
});
