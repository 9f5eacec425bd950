import { expect, test } from 'vitest';
import { serviceShape } from './service-shape.ts';
import { shapeProblems } from './shape-problems.ts';

test.each([
  [{ desiredCount: 2 }],
  [{ desiredCount: '2', enableExecuteCommand: 'true', platformVersion: 1.4 }],
  [{ desiredCount: '{{release.tag}}' }],
  [{ networkConfiguration: { awsvpcConfiguration: { subnets: ['a'], future: 1 } } }],
  [{ deploymentConfiguration: { lifecycleHooks: [{ hookDetails: { any: [1] }, roleArn: null }] } }],
])('%j is of the shape', (settings) => expect(shapeProblems(settings, serviceShape)).toEqual([]));

test.each([
  [{ desiredCount: 'two' }, ['desiredCount'], 'expected a number, not "two"'],
  [{ desiredCount: '02' }, ['desiredCount'], 'expected a number, not "02"'],
  [{ enableExecuteCommand: 'yes' }, ['enableExecuteCommand'], 'expected true or false, not "yes"'],
  [{ loadBalancers: {} }, ['loadBalancers'], 'expected a list'],
  [{ networkConfiguration: [] }, ['networkConfiguration'], 'expected an object'],
  [
    { networkConfiguration: { awsvpcConfiguration: { subnets: [['a']] } } },
    ['networkConfiguration', 'awsvpcConfiguration', 'subnets', 0],
    'expected a string',
  ],
])('%j is not', (settings, path, message) =>
  expect(shapeProblems(settings, serviceShape)).toEqual([{ path, message }]),
);
