import { expect, test } from 'vitest';
import { buildDefinition, buildStep } from '../testing/builders.ts';
import { plannedStep } from './planned-step.ts';

const { effect: _, verb: __, ...step } = buildStep('a.do:api@production');
const planned = (definition: ReturnType<typeof buildDefinition>) =>
  plannedStep(step, new Map([[definition.kind, definition]]));

test('a planned step says what its definition says of it', () => {
  const definition = buildDefinition('a.do', () => null, {
    effect: 'stores',
    verb: 'build',
    deadlineSeconds: () => 60,
  });
  expect(planned(definition)).toEqual({ ...step, effect: 'stores', verb: 'build', deadlineSeconds: 60 });
});

test('what the definition does not say is not there', () => {
  expect(Object.keys(planned(buildDefinition('a.do'))).toSorted()).toEqual([...Object.keys(step), 'effect'].toSorted());
});

test('a step of an unknown kind is taken to change the world', () => {
  expect(plannedStep(step, new Map())).toEqual({ ...step, effect: 'changes' });
});
