import fc from 'fast-check';
import { expect, test } from 'vitest';
import { denialHint, holderOf, missingStatement, parseDenial, refusalHint } from './denial.ts';

const caller = 'arn:aws:sts::111111111111:assumed-role/deploy/gitlab-1';
const service = 'arn:aws:ecs:eu-west-1:111111111111:service/shop/api';
const role = 'arn:aws:iam::111111111111:role/team/task';

test.each<[string, object | null]>([
  [
    `User: ${caller} is not authorized to perform: ecs:UpdateService on resource: ${service} because no identity-based policy allows the ecs:UpdateService action`,
    { caller, action: 'ecs:UpdateService', resource: service, forbiddenBy: null },
  ],
  [
    `User: ${caller} is not authorized to perform: ecs:RegisterTaskDefinition on resource: *`,
    { action: 'ecs:RegisterTaskDefinition', resource: '*' },
  ],
  [
    `User: ${caller} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::states/shop.tfstate" because no identity-based policy allows it`,
    { action: 's3:GetObject', resource: 'arn:aws:s3:::states/shop.tfstate' },
  ],
  [
    `User: ${caller} is not authorized to perform: iam:GetRole on resource: role task because …`,
    { action: 'iam:GetRole', resource: 'arn:aws:iam::111111111111:role/task' },
  ],
  [
    `User: ${caller} is not authorized to perform: ecs:StopTask on resource: ${service} with an explicit deny in a service control policy`,
    { forbiddenBy: 'an explicit deny in a service control policy' },
  ],
  [
    `User: ${caller} is not authorized to perform: ecs:StopTask on resource: ${service} because no permissions boundary allows the ecs:StopTask action`,
    { forbiddenBy: 'a permissions boundary policy' },
  ],
  [
    `User: ${caller} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:222222222222:repository/shop because no resource-based policy allows the ecr:BatchGetImage action`,
    { action: 'ecr:BatchGetImage', forbiddenBy: null },
  ],
  ['not authorized to perform ecs:RunTask', { caller: null, action: 'ecs:RunTask', resource: null }],
  ['User: \u001b[31mme is not authorized to perform: ecs:RunTask on resource: $(rm)', { caller: null, resource: null }],
  ['User: me is not authorized to perform: "; rm -rf /', null],
  ['Access Denied', null],
  ['', null],
])('%j', (text, denial) => {
  if (denial === null) expect(parseDenial(text)).toBeNull();
  else expect(parseDenial(text)).toMatchObject(denial);
});

test('whatever AWS says, what is read of it has its form', () => {
  const word = fc.oneof(
    fc.constantFrom('User: ', caller, ' is not authorized to perform: ', 'ecs:RunTask', ' on resource: ', service, '*'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const denial = parseDenial(words.join(''));
      if (denial === null) return;
      expect(denial.action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      expect(JSON.stringify(missingStatement(denial, 'ecs:RunTask')).length).toBeLessThan(2000);
      expect(denialHint(denial, 'ecs:RunTask')).toMatch(/^[\x20-\x7e\n]*$/);
    }),
    { seed: 20_261_130, numRuns: 500 },
  );
});

test('nothing is allowed on everything because nobody said on what', () => {
  const hintOf = (text: string): string | null => refusalHint(`not authorized to perform: ${text}`, 'ecs:RunTask');
  expect(hintOf('ecs:RunTask')).toBe('allow `ecs:RunTask` in a policy of the role or user that deploys');
  expect(hintOf('iam:PassRole on resource: *')).not.toContain('Statement');
  expect(hintOf('iam:PassRole on resource: *')).not.toContain('{');
  expect(refusalHint('Access Denied', 'ecs:RunTask')).toBeNull();
});

test('a passed role is passed to the service that is called', () => {
  const denial = parseDenial(`User: ${caller} is not authorized to perform: iam:PassRole on resource: ${role} because`);
  if (denial === null) throw new TypeError('it was not read');
  expect(missingStatement(denial, 'ecs:UpdateService')).toEqual({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: role,
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
  expect(missingStatement(denial, 'scheduler:CreateSchedule')).toMatchObject({
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
});

test.each([
  [caller, 'role deploy of account 111111111111'],
  ['arn:aws:iam::111111111111:user/team/kim', 'user kim'],
  ['arn:aws:iam::111111111111:root', 'arn:aws:iam::111111111111:root'],
  [null, 'the role or user that deploys'],
])('%s is %s', (arn, text) => expect(holderOf(arn)).toBe(text));
