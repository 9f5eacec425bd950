import { expect, test } from 'vitest';
import { ambient } from './ambient.ts';
import { ambientFaults } from './ambient-faults.ts';

const file = 'packages/shop/src/a.ts';

test.each([
  ['const at = Date.now();', 'Date.now: take a clock'],
  ['const at = globalThis.Date.now();', 'Date.now: take a clock'],
  ['const now = Date.now;', 'Date.now: take a clock'],
  ['const at = new Date();', 'new Date: take a clock'],
  ['const at = performance.now();', 'performance.now: take a clock'],
  ['setTimeout(() => {}, 5);', 'setTimeout: take a clock'],
  ['globalThis.setTimeout(() => {}, 5);', 'setTimeout: take a clock'],
  ["import { setTimeout as sleep } from 'node:timers/promises';", 'node:timers/promises#setTimeout: take a clock'],
  ['const chance = Math.random();', 'Math.random: take a random'],
  ['const id = crypto.randomUUID();', 'crypto.randomUUID: take a random'],
  ["import { createHash, randomBytes } from 'node:crypto';", 'node:crypto#randomBytes: take a random'],
  ['const { env } = process;', 'process: take a world'],
  ['if (process.platform) {}', 'process: take a world'],
  ["import process from 'node:process';", 'node:process#default: take a world'],
])('%s is told', (text, fault) => {
  expect(ambientFaults(file, `// one\n${text}\n`, ambient)).toEqual([`${file}:2: ${fault}`]);
});

test.each([
  'const at = new Date(0);',
  'const at = clock.now();',
  'const at = Date.parse(text);',
  "import { createHash } from 'node:crypto';",
  'const x = plan.process.kind; child.setTimeout(5);',
  '// Date.now() and process.env',
  "import type { Process } from 'node:process';",
])('%s is right', (text) => {
  expect(ambientFaults(file, text, ambient)).toEqual([]);
});

test('the few files that may, may', () => {
  expect(ambientFaults('packages/core/src/model/clock.ts', 'Date.now(); setTimeout(f, 5);', ambient)).toEqual([]);
  expect(ambientFaults('packages/core/src/model/clock.ts', 'Math.random();', ambient)).toHaveLength(1);
});
