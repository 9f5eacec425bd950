import { expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { maskChange } from './mask-change.ts';

test.each<[scenario: string, path: string, from: Json, to: Json, shown: readonly [Json, Json]]>([
  ['a variable by its name', 'c[app].environment[DB_PASSWORD]', 'a', 'b', ['[secret]', '[secret]']],
  ['its value spelled out', 'c[app].environment[DB_PASSWORD].value', null, 'b', [null, '[secret]']],
  ['a variable by its value', 'c[app].environment[URL]', 'http://a', 'http://u:p@a', ['[secret]', '[secret]']],
  ['a label by its key', 'c[app].dockerLabels["com.example.api-key"]', null, 'abc', [null, '[secret]']],
  ['an option of the log driver', 'c[app].logConfiguration.options.splunk-token', 'a', null, ['[secret]', null]],
  ['a number', 'c[app].environment[PIN]', null, 1234, [null, '[secret]']],
  ['an argument', 'c[app].command', ['run', '--token=abc'], ['run'], [['run', '[secret]'], ['run']]],
  [
    'a password that is one word with its option',
    'c[app].healthCheck.command',
    null,
    ['CMD', 'mysqladmin', 'ping', '-uroot', '-phunter2'],
    [null, ['CMD', 'mysqladmin', 'ping', '-uroot', '[secret]']],
  ],
  [
    'the word after an option',
    'c[app].command',
    null,
    ['--password', 'x', 'y'],
    [null, ['--password', '[secret]', 'y']],
  ],
  [
    'a variable inside a new container',
    'containerDefinitions[app]',
    null,
    {
      name: 'app',
      environment: [
        { name: 'API_KEY', value: 'abc' },
        { name: 'MODE', value: 'fast' },
      ],
    },
    [
      null,
      {
        name: 'app',
        environment: [
          { name: 'API_KEY', value: '[secret]' },
          { name: 'MODE', value: 'fast' },
        ],
      },
    ],
  ],
])('%s is masked', (_, ...[path, from, to, [shownFrom, shownTo]]) => {
  const masked = maskChange({ path, from, to });
  expect(masked).toEqual({ path, from: shownFrom, to: shownTo, masked: true });
  expect(maskChange(masked)).toEqual(masked);
});

test.each<[scenario: string, path: string, to: Json]>([
  ['a reference', 'c[app].secrets[DB_PASSWORD]', '/shop/db/password'],
  ['references of a new container', 'c[app]', { secrets: [{ name: 'DB_PASSWORD', valueFrom: '/shop/db/password' }] }],
  ['the place of the pull secret', 'c[app].repositoryCredentials.credentialsParameter', '/shop/registry'],
  ['an image with a telling name', 'shop/token:v1', 'pushed'],
  ['a container with a telling name', 'containerDefinitions[token].cpu', 256],
  ['the name of a variable', 'c[app].environment[TOKEN]', { name: 'TOKEN' }],
  ['an ordinary variable', 'c[app].environment[MODE]', 'fast'],
])('%s is shown', (_, path, to) => {
  const change = { path, from: null, to };
  expect(maskChange(change)).toBe(change);
});

test('the third value is masked as well', () => {
  const change = { path: 'environment[TOKEN]', from: 'a', to: 'a', winner: 'running' } as const;
  expect(maskChange({ ...change, other: { name: 'api:43', value: 'b' } })).toEqual({
    ...change,
    from: '[secret]',
    to: '[secret]',
    other: { name: 'api:43', value: '[secret]' },
    masked: true,
  });
});
