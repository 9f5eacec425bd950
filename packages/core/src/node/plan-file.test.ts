import { mkdtempDisposable, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { loadPlan, savePlan } from './plan-file.ts';

const random = createSeededRandom();

const plan = buildPlan([buildStep('a:api@production')]);
const folder = () => mkdtempDisposable(join(tmpdir(), 'funade-plan-'));

test('a saved plan is read back, readable by its owner alone, in a folder that is made', async () => {
  await using place = await folder();
  const file = join(place.path, 'out', 'plan.json');
  await savePlan(file, plan, random);
  expect(await loadPlan(file)).toEqual(plan);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(place.path, 'out'))).toEqual(['plan.json']);
});

test('a plan takes the place of another plan and of an empty file', async () => {
  await using place = await folder();
  const file = join(place.path, 'plan.json');
  await writeFile(file, '');
  await savePlan(file, buildPlan([]), random);
  await savePlan(file, plan, random);
  expect((await loadPlan(file)).id).toBe(plan.id);
});

test.each([
  ['text', 'hello'],
  ['another JSON', '{"name":"shop"}'],
])('a file with %s is left as it is', async (_, content) => {
  await using place = await folder();
  const file = join(place.path, 'package.json');
  await writeFile(file, content);
  await expect(savePlan(file, plan, random)).rejects.toMatchObject({ code: 'PLAN_FILE_TAKEN', category: 'usage' });
  expect(await readFile(file, 'utf8')).toBe(content);
  expect(await readdir(place.path)).toEqual(['package.json']);
});

test('a path that cannot be written is a usage error, and nothing is left behind', async () => {
  await using place = await folder();
  await writeFile(join(place.path, 'file'), 'x');
  await expect(savePlan(join(place.path, 'file', 'plan.json'), plan, random)).rejects.toMatchObject({
    code: 'PLAN_UNWRITABLE',
  });
  expect(await readdir(place.path)).toEqual(['file']);
});

test('a plan that is not there is a usage error that names the file', async () => {
  await using place = await folder();
  const file = join(place.path, 'gone.json');
  await expect(loadPlan(file)).rejects.toMatchObject({
    code: 'PLAN_UNREADABLE',
    message: `cannot read the plan ${file}`,
  });
});
