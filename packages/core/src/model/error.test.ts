import { expect, test } from 'vitest';
import { DeployError, type DeployErrorOptions } from './error.ts';

test('an error says what it was made with', () => {
  const options: DeployErrorOptions = {
    category: 'refused',
    hint: 'do that',
    details: { at: 'api' },
    evidence: ['a line'],
    goesOn: 'rollback',
    outcome: 'rolled-back',
  };
  expect({ ...new DeployError('CODE', 'text', options) }).toMatchObject(options);
  const cause = new Error('why');
  expect(new DeployError('CODE', 'text', { cause }).cause).toBe(cause);
});

test('without options it has failed, and knows nothing more', () => {
  const error = new DeployError('CODE', 'text');
  expect({ ...error }).toMatchObject({
    category: 'failed',
    hint: null,
    details: null,
    evidence: [],
    goesOn: null,
    outcome: null,
  });
  expect('cause' in error).toBe(false);
});
