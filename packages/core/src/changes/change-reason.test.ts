import { expect, test } from 'vitest';
import { changeReason } from './change-reason.ts';

const paths = ['ecs/api.json', 'services/api/main', 'README.md'];
const none = { build: [], texts: [], config: 'same' } as const;

test.each([
  [none, null],
  [{ ...none, build: null }, 'its image is not built here, so git cannot tell'],
  [{ ...none, build: ['services/api/main'] }, 'services/api/main changed'],
  [{ ...none, build: ['a', 'b'] }, 'a and b changed'],
  [{ ...none, build: ['a', 'b', 'c'] }, 'a and 2 more files changed'],
  [{ ...none, texts: ['./ecs/api.json', 'shop'] }, 'ecs/api.json changed'],
  [{ ...none, config: 'other' as const }, 'its part of the config changed'],
  [{ ...none, config: 'unreadable' as const }, 'what the config said then cannot be read'],
])('%j: %s', (inputs, reason) => {
  expect(changeReason(inputs, paths)).toBe(reason);
});
