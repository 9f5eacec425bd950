import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';
import { sourceWith } from './plant-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

test('there are bugs of many kinds, each with a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(25);
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
});

test.each(plantedBugs)('$name can be planted: $what', (bug) => {
  // It is still a module afterwards.
  expect(stripTypeScriptTypes(sourceWith(bug))).toContain('export');
});
