import { expect, test } from 'vitest';
import * as z from 'zod';
import { errorInfo } from '../model/error.ts';
import * as errors from './errors.ts';

const { error } = z.strictObject({ cluster: z.string() }).safeParse({ service: 'api' });
const problem = error ?? new z.ZodError([]);

test.each([
  errors.interrupted('SIGINT'),
  errors.stopped(new Error('disk full')),
  errors.rolledBackWith('web@production'),
  errors.notRolledBack('web@production', errorInfo(errors.interrupted('SIGINT'))),
  errors.notRolledBack('web@production', null),
  errors.unknownStepKinds(['ecs.dance', 'ecs.sing']),
  errors.badStepInput({ id: 'ecs.update-service:api@production' }, problem),
  errors.badStepOutput({ id: 'ecs.update-service:api@production' }, problem),
  errors.missingOutput('ecr.push-image:shop/api@production', 'reference'),
  errors.journalUnreadable('runs/x.jsonl', new Error('ENOENT: no such file')),
  errors.journalInvalid('x.jsonl', 'line 3 is not JSON'),
  errors.journalOfOtherPlan('20261123-101112-9f3c2a', 'a'.repeat(64), 'b'.repeat(64)),
  errors.runUnknown('20261123-101112', { nearest: '20261123-101112-9f3c2a', ids: ['20261123-101112-9f3c2a'] }),
])('$code says what is wrong and what to do', (thrown) => {
  expect(errorInfo(thrown)).toMatchSnapshot();
});
