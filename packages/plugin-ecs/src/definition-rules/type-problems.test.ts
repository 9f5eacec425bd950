import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { typeProblems } from './type-problems.ts';

const container = (more: JsonObject): JsonObject => ({ containerDefinitions: [{ name: 'app', ...more }] });

test.each<[string, JsonObject, readonly string[]]>([
  ['texts', container({ environment: [{ name: 'PORT', value: '8080' }] }), []],
  ['the cpu of a task as a number', { cpu: 256, memory: 512 }, []],
  ['a number in quotes where ECS has a number', container({ cpu: '256' }), []],
  ['a member that nobody knows', container({ future: 1 }), []],
  ['a template', container({ cpu: '{{env "CPU"}}' }), []],
  [
    'a boolean and a number for texts',
    container({
      environment: [
        { name: 'DEBUG', value: true },
        { name: 'PORT', value: 8080 },
      ],
    }),
    [
      'containerDefinitions[app].environment[DEBUG].value: expected a string, and true is a boolean; write "true"',
      'containerDefinitions[app].environment[PORT].value: expected a string, and 8080 is a number; write "8080"',
    ],
  ],
  [
    'the digits of a long number',
    container({ environment: [{ name: 'ID', value: { $number: '12345678901234567890' } }] }),
    [
      'containerDefinitions[app].environment[ID].value: expected a string, and 12345678901234567890 is a number; write "12345678901234567890"',
    ],
  ],
  [
    'an object for a list',
    container({ environment: { PORT: '8080' } }),
    ['containerDefinitions[app].environment: expected a list'],
  ],
  ['a text for a list', container({ command: 'npm start' }), ['containerDefinitions[app].command: expected a list']],
  [
    'a text for a number',
    container({ memory: 'lots' }),
    ['containerDefinitions[app].memory: expected a number, not "lots"'],
  ],
  ['a list for an object', { runtimePlatform: [] }, ['runtimePlatform: expected an object']],
])('%s', (_, ...[written, expected]) => {
  expect(typeProblems(written).map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
});
