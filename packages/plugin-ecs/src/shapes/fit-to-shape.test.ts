import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { fitToShape } from './fit-to-shape.ts';
import { serviceShape } from './service-shape.ts';
import { taskDefinitionShape } from './task-definition-shape.ts';

const container = (fields: JsonObject): JsonObject => ({ containerDefinitions: [{ name: 'app', ...fields }] });

test.each<[string, JsonObject, JsonObject]>([
  ['a rendered number', container({ cpu: '256' }), container({ cpu: 256 })],
  ['a rendered boolean', container({ essential: 'false' }), container({ essential: false })],
  [
    'a number in a list',
    container({ restartPolicy: { ignoredExitCodes: ['1', 2] } }),
    container({ restartPolicy: { ignoredExitCodes: [1, 2] } }),
  ],
  ['a number where ECS has a string', { cpu: 256, memory: 512 }, { cpu: '256', memory: '512' }],
  [
    'a value that reads like a number',
    container({ environment: [{ name: 'A', value: '007' }] }),
    container({ environment: [{ name: 'A', value: '007' }] }),
  ],
  [
    'a value that is a number',
    container({ environment: [{ name: 'A', value: 8080 }] }),
    container({ environment: [{ name: 'A', value: '8080' }] }),
  ],
  [
    'the digits of a value',
    container({ environment: [{ name: 'A', value: { $number: '12345678901234567890' } }] }),
    container({ environment: [{ name: 'A', value: '12345678901234567890' }] }),
  ],
  ['a value that is a boolean', container({ dockerLabels: { on: true } }), container({ dockerLabels: { on: 'true' } })],
  ['what is no number', container({ cpu: 'much' }), container({ cpu: 'much' })],
  ['what JSON has no number for', container({ cpu: '007' }), container({ cpu: '007' })],
  [
    'more digits than a number has',
    container({ memory: '12345678901234567890' }),
    container({ memory: { $number: '12345678901234567890' } }),
  ],
  [
    'a member of the future',
    container({ future: '1', futureList: ['true'] }),
    container({ future: '1', futureList: ['true'] }),
  ],
  ['a reference to a step', container({ image: { $ref: ['a:b', 'c'] } }), container({ image: { $ref: ['a:b', 'c'] } })],
  ['a member that is null', container({ cpu: null }), container({})],
])('%s', (_, ...[written, sent]) => expect(fitToShape(written, taskDefinitionShape)).toEqual(sent));

test('a service gets numbers and booleans too', () => {
  expect(
    fitToShape({ desiredCount: '3', enableExecuteCommand: 'true', serviceRegistries: [{ port: '80' }] }, serviceShape),
  ).toEqual({ desiredCount: 3, enableExecuteCommand: true, serviceRegistries: [{ port: 80 }] });
});
