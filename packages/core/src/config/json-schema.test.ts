import { expect, test } from 'vitest';
import { fakePlugin, plugins } from '../../test/support/plugins.ts';
import { valueAt } from '../model/path-text.ts';
import { configJsonSchema } from './json-schema.ts';

const load = () => Promise.all(plugins.map((plugin) => plugin.load()));

test('the published schema is the one of the code', async () => {
  const text = `${JSON.stringify(configJsonSchema([]), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../config.schema.json');
});

test('options of plugins are part of it, optional where they differ per environment, and nothing else is', async () => {
  const schema = configJsonSchema([...(await load()), fakePlugin('aws', null)]);
  const service = valueAt(schema, ['properties', 'services', 'additionalProperties']);
  expect(Object.keys(valueAt(service, ['properties']) as object)).toEqual(['ecr', 'ecs', 'environments']);
  expect(valueAt(service, ['additionalProperties'])).toBe(false);
  expect(valueAt(service, ['properties', 'ecs', 'required'])).toEqual(['cluster', 'service']);
  const over = valueAt(service, ['properties', 'environments', 'additionalProperties']);
  expect(valueAt(over, ['properties', 'ecs', 'required'])).toBeUndefined();
  expect(valueAt(over, ['additionalProperties'])).toBe(false);
  expect(valueAt(schema, ['properties', 'plugins', 'items', 'anyOf', 0])).toEqual({
    type: 'string',
    examples: ['ecr', 'ecs'],
  });
});

test('a template may stand for a string of a certain form', async () => {
  const schema = configJsonSchema(await load());
  const path = ['properties', 'services', 'additionalProperties', 'properties', 'ecs', 'properties', 'wait'];
  expect(valueAt(schema, [...path, 'properties', 'budget'])).toEqual({
    anyOf: [
      { type: 'string', pattern: '^\\d+[smh]$' },
      { type: 'string', pattern: '\\{\\{' },
    ],
  });
});
