import { expect, test } from 'vitest';
import { callerPrincipal } from './caller-principal.ts';

test.each([
  ['arn:aws:iam::222222222222:root', { type: 'root' }],
  ['arn:aws:iam::222222222222:user/team/ana', { type: 'user', arn: 'arn:aws:iam::222222222222:user/team/ana' }],
  ['arn:aws:sts::222222222222:assumed-role/deploy/funade-shop', { type: 'role', name: 'deploy' }],
  ['arn:aws:sts::222222222222:federated-user/ana', null],
  ['nobody', null],
])('%s', (arn, principal) => {
  expect(callerPrincipal(arn)).toEqual(principal);
});
