import { expect, test } from 'vitest';
import { accountOf, isSessionOf, parseRoleArn, parseSessionArn } from './role-arn.ts';

test.each([
  ['a role', 'arn:aws:iam::222222222222:role/deploy', { partition: 'aws', account: '222222222222', name: 'deploy' }],
  [
    'a path',
    'arn:aws-cn:iam::222222222222:role/a/b/deploy',
    { partition: 'aws-cn', account: '222222222222', name: 'deploy' },
  ],
  ['a user', 'arn:aws:iam::222222222222:user/deploy', null],
  ['a session', 'arn:aws:sts::222222222222:assumed-role/deploy/ci', null],
  ['no ARN', 'deploy', null],
])('the ARN of a role has its parts: %s', (_, arn, parts) => expect(parseRoleArn(arn)).toEqual(parts));

test('the ARN of a session has the parts of its role', () => {
  expect(parseSessionArn('arn:aws:sts::222222222222:assumed-role/deploy/ci')).toEqual({
    partition: 'aws',
    account: '222222222222',
    name: 'deploy',
  });
});

test.each([
  ['the role', 'arn:aws:sts::222222222222:assumed-role/deploy/ci', 'arn:aws:iam::222222222222:role/deploy', true],
  [
    'the role under a path',
    'arn:aws:sts::222222222222:assumed-role/deploy/ci',
    'arn:aws:iam::222222222222:role/ops/deploy',
    true,
  ],
  ['another role', 'arn:aws:sts::222222222222:assumed-role/read/ci', 'arn:aws:iam::222222222222:role/deploy', false],
  [
    'the role of another account',
    'arn:aws:sts::111111111111:assumed-role/deploy/ci',
    'arn:aws:iam::222222222222:role/deploy',
    false,
  ],
  ['a user of the same name', 'arn:aws:iam::222222222222:user/deploy', 'arn:aws:iam::222222222222:role/deploy', false],
  [
    'a letter case that differs',
    'arn:aws:sts::222222222222:assumed-role/Deploy/ci',
    'arn:aws:iam::222222222222:role/deploy',
    false,
  ],
])('a session is of its role: %s', (...[, caller, role, is]) => expect(isSessionOf(caller, role)).toBe(is));

test.each([
  ['arn:aws:iam::222222222222:user/alice', '222222222222'],
  ['arn:aws:sts::222222222222:assumed-role/deploy/ci', '222222222222'],
  ['arn:aws:s3:::bucket', null],
  ['', null],
])('the account of %s is %s', (arn, account) => expect(accountOf(arn)).toBe(account));
