import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import example from '../../deploy.config.example.ts';
import { root } from '../packages.ts';
import { examplesOf } from './example-of.ts';
import { nextVersion, raised } from './next-version.ts';
import { optionRows, placeOf, type Schema } from './option-rows.ts';
import { optionText, typeText, valueText } from './option-text.ts';
import { describedRows, renderOptions } from './render-options.ts';

const file = join(root, 'docs/reference/configuration.md');
const schema: Schema = JSON.parse(readFileSync(join(root, 'packages/cli/deploy.config.schema.json'), 'utf8'));

test('the reference has every option of the schema', async () => {
  const page = renderOptions({ schema, example, before: textOf(file), version: nextVersion(root) });
  await expect(page).toMatchFileSnapshot(file);
});

test('every option of the schema is described, and stands in the reference', () => {
  const rows = optionRows(schema);
  expect(rows.length).toBeGreaterThan(700);
  expect(rows.filter(({ schema: { description = '' } }) => optionText({ description }).meaning === '')).toEqual([]);
  const described = new Set(describedRows(schema).map(({ path }) => path));
  expect(rows.map(({ path }) => placeOf(path)).filter((path) => !described.has(path))).toEqual([]);
});

test('every option has an example, or options of its own', () => {
  const examples = examplesOf(example);
  const rows = describedRows(schema);
  const without = rows.filter(({ path, schema: { deprecated } }) => !examples.has(path) && deprecated !== true);
  expect(
    without
      .map(({ path }) => path)
      .filter((path) => !rows.some((row) => row.path.startsWith(path) && row.path !== path)),
  ).toEqual(['$schema']);
});

test('options that are described once are the same wherever they may stand', () => {
  const rows = optionRows(schema);
  const typeOf = new Map(rows.map(({ path, schema: each }) => [path, typeText(each)]));
  const other = rows.filter(({ path }) => placeOf(path) !== path);
  expect(other.filter(({ path, schema: each }) => typeOf.get(placeOf(path)) !== typeText(each))).toEqual([]);
});

test('the version that has first had an option stays recorded', () => {
  const one = { properties: { project: { type: 'string', description: 'Its name.' } } };
  const first = renderOptions({ schema: one, example: {}, before: '', version: '0.1.0' });
  const two = { properties: { ...one.properties, owner: { type: 'string', description: 'Who owns it.' } } };
  const second = renderOptions({ schema: two, example: { owner: 'me' }, before: first, version: '0.2.0' });
  expect(second.split('\n').filter((line) => line.startsWith('| <a'))).toEqual([
    '| <a id="project"></a>`project` | `string` | | 0.1.0 | Its name. |',
    '| <a id="owner"></a>`owner` | `string` | | 0.2.0 | Who owns it. Example: `\'me\'` |',
  ]);
});

describe('a description is taken apart', () => {
  test.each([
    ['Ask for confirmation. Default: false.', 'Ask for confirmation.', 'false'],
    ['how long it may take; default: 30m', 'How long it may take.', '30m'],
    ['port that is served; default of ECS: 80', 'Port that is served.', '80 (of ECS)'],
    ['Default: the same name', '', 'the same name'],
    ['The stage to build. Default: the last one', 'The stage to build.', 'the last one'],
    ['whether it runs', 'Whether it runs.', null],
  ])('%s', (description, meaning, otherwise) => {
    expect(optionText({ description })).toEqual({ meaning, otherwise });
  });
});

test.each([
  [
    {
      anyOf: [
        { type: 'string', pattern: '^a' },
        { type: 'string', pattern: '\\{\\{' },
      ],
    },
    'string',
  ],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }, '(string | number)[]'],
  [{ type: 'object', additionalProperties: { type: ['number', 'string'] } }, '{ <name>: number | string }'],
  [{ enum: ['a', 'b'] }, "'a' | 'b'"],
  [{}, 'any'],
])('%j is read as a type', (given, text) => {
  expect(typeText(given)).toBe(text);
});

test('a value is shown as it is written', () => {
  expect(valueText({ a: [/^v\d/, "it's", 1, null], 'b-c': {} })).toBe("{ a: [/^v\\d/, 'it\\'s', 1, null], 'b-c': {} }");
});

test.each([
  ['0.1.0', ['---\nfunade: minor\n---\nx', "---\n'funade': patch\n---\ny"], '0.2.0'],
  ['1.2.3', ['---\n"@funade/ecs": patch\n---\nx'], '1.2.4'],
  ['1.2.3', [], '1.2.3'],
])('after %s comes %s', (version, changesets, next) => {
  expect(raised(version, changesets)).toBe(next);
});

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
