import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@funade/core';
import { expect, test } from 'vitest';
import example from '../../../deploy.config.example.ts';
import { ecr, ecs } from '../src/index.ts';
import { pluginOffers } from '../src/run/plugin-offers.ts';

test('the example parses', async () => {
  const config = await parseConfig(example, { plugins: [ecr(), ecs()], offers: pluginOffers });
  expect(Object.keys(config.environments)).toEqual(['staging', 'production']);
});

test('the example shows every option of the schema', async () => {
  const file = fileURLToPath(new URL('../deploy.config.schema.json', import.meta.url));
  const known = optionsOf(JSON.parse(await readFile(file, 'utf8')));
  const shown = keysOf(example);
  expect([...known].filter((name) => !shown.has(name)).sort()).toEqual([]);
});

/** Every property that a schema names, at any depth, those apart that it takes and ignores. */
function optionsOf(schema: unknown): Set<string> {
  const found = new Set<string>();
  walk(schema, (key, value) => {
    if (key !== 'properties' || typeof value !== 'object' || value === null) return;
    for (const [name, option] of Object.entries(value)) {
      if (name !== '$schema' && option?.deprecated !== true) found.add(name);
    }
  });
  return found;
}

/** Every key of a value, at any depth. */
function keysOf(value: unknown): Set<string> {
  const found = new Set<string>();
  walk(value, (key) => found.add(key));
  return found;
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    visit(key, item);
    walk(item, visit);
  }
}
