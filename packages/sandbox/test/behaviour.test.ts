import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test.each([
  'application-autoscaling',
  'cloudformation',
  'ecr',
  'ecs',
  'elasticloadbalancing',
  'events',
  'iam',
  'registry',
  's3',
  'scheduler',
  'secretsmanager',
  'ssm',
  'sts',
])('every sentence about %s has a test, and every test a sentence', async (service) => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
  const sentences = await read(`../src/services/${service}/behaviour.md`);
  const folder = new URL(`${service}/`, import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.test.ts'));
  const tests = (await Promise.all(files.map((name) => read(`${service}/${name}`)))).join('');
  const numbers = (text: string, shape: RegExp) =>
    [...new Set([...text.matchAll(shape)].map(([, number = '']) => number))].sort();
  expect(numbers(tests, /\('(\d+\.\d+) /gm)).toEqual(numbers(sentences, /^- \*\*(\d+\.\d+)\*\* /gm));
});
