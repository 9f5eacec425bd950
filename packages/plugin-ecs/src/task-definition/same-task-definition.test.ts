import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { sameTaskDefinition } from './same-task-definition.ts';

const tags = [
  { key: 'team', value: 'shop' },
  { key: 'stage', value: 'live' },
];

test.each<[string, JsonObject, JsonObject, boolean]>([
  ['key order', { family: 'a', cpu: '256' }, { cpu: '256', family: 'a' }, true],
  ['order of tags', { family: 'a', tags }, { family: 'a', tags: tags.toReversed() }, true],
  ['absent and empty tags', { family: 'a' }, { family: 'a', tags: [] }, true],
  ['other tags', { family: 'a', tags }, { family: 'a' }, false],
  ['another image', { containerDefinitions: [{ image: 'a:1' }] }, { containerDefinitions: [{ image: 'a:2' }] }, false],
  ['an empty value', { future: [{ name: 'A', value: '' }] }, { future: [{ name: 'A' }] }, false],
  ['a field of the future', { family: 'a', future: 1 }, { family: 'a' }, false],
])('%s', (_, ...[a, b, same]) => expect(sameTaskDefinition(a, b)).toBe(same));
