import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import type { ContainerSettings } from '../options/container-settings.ts';
import { setContainers } from './set-containers.ts';

const base: JsonObject = {
  name: 'app',
  image: 'app:1',
  cpu: 0,
  links: null,
  future: { a: '1' },
  environment: [
    { name: 'MODE', value: 'live' },
    { name: 'EMPTY', value: '' },
    { name: 'PASSWORD', value: 'x', future: 1 },
  ],
  secrets: [{ name: 'TOKEN', valueFrom: 'arn:token' }],
  logConfiguration: { logDriver: 'awslogs', options: { group: 'g', region: 'r' } },
  command: ['serve'],
};

function settled(settings: ContainerSettings): JsonObject {
  const definition = { family: 'a', containerDefinitions: [{ name: 'proxy' }, base] };
  const { containerDefinitions } = setContainers(definition, new Map([['app', settings]]));
  const [proxy, app] = containerDefinitions as readonly JsonObject[];
  expect(proxy).toEqual({ name: 'proxy' });
  return app ?? {};
}

test.each<[string, ContainerSettings, JsonObject]>([
  ['nothing', {}, {}],
  [
    'a variable in its place',
    { environment: { EMPTY: 'full' } },
    {
      environment: [
        { name: 'MODE', value: 'live' },
        { name: 'EMPTY', value: 'full' },
        { name: 'PASSWORD', value: 'x', future: 1 },
      ],
    },
  ],
  [
    'a new variable, a number',
    { environment: { PORT: 8080, DEBUG: false } },
    {
      environment: [
        ...(base.environment as JsonObject[]),
        { name: 'PORT', value: '8080' },
        { name: 'DEBUG', value: 'false' },
      ],
    },
  ],
  [
    'a variable taken away',
    { environment: { MODE: null, EMPTY: null, NONE: null } },
    { environment: [{ name: 'PASSWORD', value: 'x', future: 1 }] },
  ],
  [
    'nothing but the written variables',
    { environment: { A: '1', B: null }, exclusive: ['environment'] },
    { environment: [{ name: 'A', value: '1' }] },
  ],
  [
    'a variable that becomes a secret',
    { secrets: { PASSWORD: 'arn:password' } },
    {
      environment: [
        { name: 'MODE', value: 'live' },
        { name: 'EMPTY', value: '' },
      ],
      secrets: [
        { name: 'TOKEN', valueFrom: 'arn:token' },
        { name: 'PASSWORD', valueFrom: 'arn:password' },
      ],
    },
  ],
  [
    'a secret that becomes a variable',
    { environment: { TOKEN: 'open' } },
    { environment: [...(base.environment as JsonObject[]), { name: 'TOKEN', value: 'open' }], secrets: [] },
  ],
  ['a number', { cpu: 256, memory: '512' }, { cpu: 256, memory: 512 }],
  ['a command', { command: ['migrate', '7'] }, { command: ['migrate', '7'] }],
  [
    'a structure by key',
    { logConfiguration: { options: { region: null, prefix: 'p' } } },
    { logConfiguration: { logDriver: 'awslogs', options: { group: 'g', prefix: 'p' } } },
  ],
  [
    'nothing but the written structure',
    { logConfiguration: { logDriver: 'splunk' }, exclusive: ['logConfiguration'] },
    { logConfiguration: { logDriver: 'splunk' } },
  ],
  ['a field of the future', { future: { b: '2' } }, { future: { a: '1', b: '2' } }],
])('sets %s', (_, ...[settings, changed]) => expect(settled(settings)).toEqual({ ...base, ...changed }));

test('a field that is null is taken away', () => {
  const { command: _, ...rest } = base;
  expect(settled({ command: null })).toEqual(rest);
});

test('a container that is not there is named', () => {
  expect(() => setContainers({ family: 'a', containerDefinitions: [base] }, new Map([['ap', {}]]))).toThrow(
    'task definition "a" has no container "ap"',
  );
});

test('without settings the definition is the very same', () => {
  const definition = { family: 'a', containerDefinitions: [] };
  expect(setContainers(definition, new Map())).toBe(definition);
});
