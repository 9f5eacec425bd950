import { buildEnvironment, buildRequest, pluginContract } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { awsPlugin } from './aws-plugin.ts';

const role = 'arn:aws:iam::222222222222:role/deploy';
const requestOf = (differs: Parameters<typeof buildEnvironment>[0]) => ({
  ...buildRequest([], { environment: buildEnvironment(differs) }),
  targets: [],
});

pluginContract(awsPlugin, [
  { name: 'with a role', request: requestOf({ role }), facts: null },
  { name: 'without a role', request: requestOf({ role: null }), facts: null },
]);

test.each([
  [role, `assume role ${role}`],
  [null, 'use the credentials of account 222222222222'],
])('the plan says which identity is used: %s', (role, title) => {
  const [step] = awsPlugin.plan(requestOf({ role }), null, []).steps;
  expect(step).toEqual({
    id: 'aws.assume-role:production',
    kind: 'aws.assume-role',
    phase: 'session',
    targets: [],
    label: 'production',
    title,
    input: { account: '222222222222', region: 'ap-northeast-1', role },
    needs: [],
    after: [],
    changes: [],
  });
});

test('every process proves anew who it is', () => {
  expect(awsPlugin.steps.map(({ everyProcess }) => everyProcess)).toEqual([true]);
});
