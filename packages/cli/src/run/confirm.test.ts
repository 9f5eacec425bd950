import { isDeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { planFor } from '../../test/builders.ts';
import { type TestIoOptions, testIo } from '../../test/test-io.ts';
import { confirm } from './confirm.ts';

const base = planFor(['api']);
const guarded = { ...base, environment: { ...base.environment, confirm: true } };

async function ask(plan: typeof base, yes: boolean, options: TestIoOptions) {
  const given = testIo(options);
  const signal = new AbortController().signal;
  const result = await confirm(plan, { yes, signal }, given.io).then(
    () => 'yes',
    (error: unknown) => (isDeployError(error) ? error.code : String(error)),
  );
  return { result, asked: given.err() };
}

const question = 'deploy v1.2.0 to production (account 222222222222)? [y/N] ';

test('an interruption ends the line of the question', async () => {
  const given = testIo({ typed: ['y'], terminal: {} });
  const signal = AbortSignal.abort(new Error('interrupted'));
  await expect(confirm(guarded, { yes: false, signal }, given.io)).rejects.toThrow('interrupted');
  expect(given.err()).toBe(`${question}\n`);
});

test.each([
  { scenario: 'an environment that does not ask', plan: base, yes: false, io: {}, result: 'yes', asked: '' },
  { scenario: '--yes', plan: guarded, yes: true, io: {}, result: 'yes', asked: '' },
  { scenario: 'no terminal', plan: guarded, yes: false, io: {}, result: 'CONFIRM_NEEDS_TERMINAL', asked: '' },
  {
    scenario: 'progress in a file',
    plan: guarded,
    yes: false,
    io: { typed: ['y'] },
    result: 'CONFIRM_NEEDS_TERMINAL',
    asked: '',
  },
  { scenario: 'y', plan: guarded, yes: false, io: { typed: ['y'], terminal: {} }, result: 'yes', asked: question },
  {
    scenario: ' YES ',
    plan: guarded,
    yes: false,
    io: { typed: [' YES '], terminal: {} },
    result: 'yes',
    asked: question,
  },
  { scenario: 'n', plan: guarded, yes: false, io: { typed: ['n'], terminal: {} }, result: 'ABORTED', asked: question },
  {
    scenario: 'Enter alone',
    plan: guarded,
    yes: false,
    io: { typed: [''], terminal: {} },
    result: 'ABORTED',
    asked: question,
  },
  {
    scenario: 'yikes',
    plan: guarded,
    yes: false,
    io: { typed: ['yikes'], terminal: {} },
    result: 'ABORTED',
    asked: question,
  },
  {
    scenario: 'the end of the input, which ends the line of the question',
    plan: guarded,
    yes: false,
    io: { typed: [], terminal: {} },
    result: 'ABORTED',
    asked: `${question}\n`,
  },
])('$scenario', async ({ plan, yes, io, result, asked }) => {
  expect(await ask(plan, yes, io)).toEqual({ result, asked });
});
