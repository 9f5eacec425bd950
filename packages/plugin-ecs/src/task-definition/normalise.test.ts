import { expect, test } from 'vitest';
import { otherDefinitions, sameDefinitions } from '../../test/normalise-cases.ts';
import { sameTaskDefinition } from './same-task-definition.ts';

test.each(sameDefinitions)('%s makes no other definition', (_, ...[a, b]) =>
  expect(sameTaskDefinition(a, b)).toBe(true),
);

test.each(otherDefinitions)('%s makes another definition', (_, ...[a, b]) =>
  expect(sameTaskDefinition(a, b)).toBe(false),
);
