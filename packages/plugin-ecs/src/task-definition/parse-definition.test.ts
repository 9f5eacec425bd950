import { describe, expect, test } from 'vitest';
import { parseDefinition } from './parse-definition.ts';

const body =
  '{ "family": "shop", "cpu": "256", "containerDefinitions": [{ "name": "app", "future": 12345678901234567890 }] }';
const read = {
  family: 'shop',
  cpu: '256',
  containerDefinitions: [{ name: 'app', future: { $number: '12345678901234567890' } }],
};

test('JSON is read to the digit', async () => {
  expect(await parseDefinition('a.json', body)).toEqual({ ok: true, taskDefinition: read, tags: [] });
});

test('the answer of DescribeTaskDefinition is read with its tags', async () => {
  const answer = `{ "taskDefinition": ${body}, "tags": [{ "key": "team", "value": "shop" }] }`;
  const tags = [{ key: 'team', value: 'shop' }];
  expect(await parseDefinition('a.json', answer)).toEqual({ ok: true, taskDefinition: read, tags });
});

test('JSON5 has comments, commas and bare keys', async () => {
  const text = "{ family: 'shop', /* why */ containerDefinitions: [{ name: 'app', cpu: 64, share: 0.5, },], }";
  const taskDefinition = { family: 'shop', containerDefinitions: [{ name: 'app', cpu: 64, share: 0.5 }] };
  expect(await parseDefinition('a.json5', text)).toEqual({ ok: true, taskDefinition, tags: [] });
});

describe('YAML', () => {
  test.each([
    ['256', 256],
    ['012', '012'],
    ['0123456789012345678', '0123456789012345678'],
    ['1.10', { $number: '1.10' }],
    ['12345678901234567890', { $number: '12345678901234567890' }],
    ['0x10', 16],
    ['true', true],
    ['"true"', 'true'],
    ['', null],
  ])('%s is %j', async (written, value) => {
    const text = `family: shop\ncontainerDefinitions:\n  - name: app\n    value: ${written}\n`;
    const taskDefinition = { family: 'shop', containerDefinitions: [{ name: 'app', value }] };
    expect(await parseDefinition('a.yml', text)).toEqual({ ok: true, taskDefinition, tags: [] });
  });
});

test('a merge key of YAML lays an anchor under the rest', async () => {
  const text =
    'family: shop\ncontainerDefinitions:\n  - &app { name: app, cpu: 012, essential: true }\n  - { <<: *app, name: side, essential: false }\n';
  const containerDefinitions = [
    { name: 'app', cpu: '012', essential: true },
    { cpu: '012', essential: false, name: 'side' },
  ];
  expect(await parseDefinition('a.yml', text)).toEqual({
    ok: true,
    taskDefinition: { family: 'shop', containerDefinitions },
    tags: [],
  });
});

test.each([
  ['a.json', '[]', 'it does not contain an object'],
  ['a.json', '{}', 'family is required; containerDefinitions is required, each with a name'],
  [
    'a.json',
    '{ "family": "shop", "containerDefinitions": [{}] }',
    'containerDefinitions is required, each with a name',
  ],
  ['a.json', '{ family', `Expected property name or '}' in JSON at position 2 (line 1 column 3)`],
  ['a.json', 'hello\nworld', 'it is not JSON'],
  ['a.json', '', 'it is empty'],
  ['a.json5', "{ family: 'shop', ", 'JSON5: invalid end of input at 1:19'],
  [
    'a.json5',
    '{ account: 12345678901234567890 }',
    'account is a number that JSON5 cannot hold exactly; write it in quotes',
  ],
  [
    'a.yaml',
    'family: [',
    'Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 10',
  ],
  ['a.yaml', 'family: 1\nfamily: 2', 'Map keys must be unique at line 2, column 1'],
])('%s with %j is no task definition', async (path, text, problem) => {
  const parsed = await parseDefinition(path, text);
  expect(parsed.ok ? [] : parsed.problems.join('; ')).toBe(problem);
});

test('a comment in JSON is told with its line and the kind of file that may have it', async () => {
  const parsed = await parseDefinition('td.json', '{\n  // ours\n  "family": "web"\n}');
  expect(parsed).toEqual({
    ok: false,
    problems: ['line 2 has a comment, which JSON does not allow; remove it, or name the file td.json5'],
  });
});
