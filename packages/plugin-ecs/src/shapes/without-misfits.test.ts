import { expect, test } from 'vitest';
import { taskDefinitionShape } from './task-definition-shape.ts';
import { withoutMisfits } from './without-misfits.ts';

test.each([
  [
    { family: 'a', cpu: '256' },
    { family: 'a', cpu: '256' },
  ],
  [{ family: 'a', volumes: {} }, { family: 'a' }],
  [
    {
      containerDefinitions: [
        { name: 'a', portMappings: {}, secrets: [7, { name: 'K' }] },
        { name: 'b', cpu: 'x' },
      ],
    },
    { containerDefinitions: [{ name: 'a', secrets: [{ name: 'K' }] }, { name: 'b' }] },
  ],
  [{ family: ['a'], tags: 'x' }, {}],
])('%j', (written, expected) => {
  expect(withoutMisfits(written, taskDefinitionShape)).toEqual(expected);
});
