import type { JsonObject } from '@funade/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { described, describedTaskDefinition } from '../../test/task-definitions.ts';
import { responseOnlyFields } from '../model/response-only-fields.ts';
import { sameTaskDefinition } from './same-task-definition.ts';
import { toRegisterInput } from './to-register-input.ts';
import { unknownFields } from './unknown-fields.ts';

test('drops the nine response-only fields and nothing else', () => {
  const { taskDefinition } = described();
  const input = toRegisterInput({ taskDefinition, tags: [] });
  const gone = Object.keys(taskDefinition).filter((field) => !(field in input));
  expect(gone.toSorted()).toEqual([...responseOnlyFields]);
  for (const [field, value] of Object.entries(input)) expect(value).toBe(taskDefinition[field]);
});

test.each([
  [
    'an empty environment value',
    { containerDefinitions: [{ name: 'app', environment: [{ name: 'DEMO_VAR', value: '' }] }] },
  ],
  ['a zero', { containerDefinitions: [{ name: 'app', cpu: 0, memoryReservation: 0 }] }],
  ['an empty list', { volumes: [], placementConstraints: [] }],
  ['an empty string', { taskRoleArn: '' }],
  ['a null', { ipcMode: null }],
  ['a task field of the future', { futureTaskField: { mode: 'ON' } }],
  ['a container field of the future', { containerDefinitions: [{ name: 'app', futureContainerField: { a: 1 } }] }],
  ['memory on the task alone', { cpu: '1024', memory: '2048', containerDefinitions: [{ name: 'beyla', cpu: 0 }] }],
  [
    'a file system volume',
    { volumes: [{ name: 'efs', efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryptionPort: 2999 } }] },
  ],
])('keeps %s', (_, fields) => {
  expect(toRegisterInput({ taskDefinition: { family: 'app', ...fields }, tags: [] })).toEqual({
    family: 'app',
    ...fields,
  });
});

test.each<[string, JsonObject[], JsonObject[] | undefined]>([
  ['no tags', [], undefined],
  ['own tags', [{ key: 'team', value: 'shop' }], [{ key: 'team', value: 'shop' }]],
  ['an empty value', [{ key: 'team', value: '' }], [{ key: 'team', value: '' }]],
  ['tags of AWS alone', [{ key: 'aws:cloudformation:stack-name', value: 'shop' }], undefined],
  [
    'tags of AWS in capitals',
    [
      { key: 'AWS:x', value: '1' },
      { key: 'team', value: 'shop' },
    ],
    [{ key: 'team', value: 'shop' }],
  ],
])('registers %s', (_, ...[tags, kept]) => {
  const input = toRegisterInput({ taskDefinition: { family: 'app' }, tags });
  expect('tags' in input).toBe(kept !== undefined);
  expect(input.tags).toEqual(kept);
});

test('an empty list of tags inside the task definition is left out too', () => {
  expect(toRegisterInput({ taskDefinition: { family: 'app', tags: [] }, tags: [] })).toEqual({ family: 'app' });
});

test('fields newer than this package are named', () => {
  expect(unknownFields({ ...described().taskDefinition, futureTaskField: 1 })).toEqual([
    'containerDefinitions[app].futureContainerField',
    'futureTaskField',
  ]);
  const containerDefinitions = [
    { name: 'app', comand: ['x'], logConfiguration: { options: { any: 'x' }, future: 1 } },
    { dependsOn: [{ containerName: 'app', until: 'x' }] },
  ];
  expect(unknownFields({ family: 'app', containerDefinitions })).toEqual([
    'containerDefinitions[app].comand',
    'containerDefinitions[app].logConfiguration.future',
    'containerDefinitions[1].dependsOn[0].until',
  ]);
});

test('registering what is described loses nothing, for any task definition', () => {
  fc.assert(
    fc.property(describedTaskDefinition, ({ request, response, tags }) => {
      const input = toRegisterInput({ taskDefinition: { ...response, ...request }, tags });
      const { tags: kept = [], ...rest } = input;
      expect(rest).toEqual(request);
      expect(kept).toEqual(tags);
      expect(sameTaskDefinition(input, toRegisterInput({ taskDefinition: input, tags }))).toBe(true);
    }),
  );
});
