import { expect, test } from 'vitest';
import { copyRefused, pushRefused, registryDenied } from './registry-errors.ts';

const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/shop/api';
const denial = `denied: User: arn:aws:sts::111111111111:assumed-role/deploy/ci is not authorized to perform: ecr:InitiateLayerUpload on resource: ${repository} because no identity-based policy allows the ecr:InitiateLayerUpload action`;

test.each([
  ['in its words', pushRefused('shop/api:v1', denial)],
  [
    'in the output of docker',
    pushRefused('shop/api:v1', 'docker push: exit code 1', { evidence: ['Preparing', denial] }),
  ],
  ['of a copy', copyRefused('shop/api:v1', denial)],
  ['of a login', registryDenied(denial)],
])('the statement that a registry misses is read %s', (_, { hint }) => {
  expect(hint).toContain('a policy of role deploy of account 111111111111');
  expect(hint).toContain('"Action": "ecr:InitiateLayerUpload"');
  expect(hint).toContain(`"Resource": "${repository}"`);
});

test('a refusal that names nothing is told what such calls need', () => {
  expect(pushRefused('shop/api:v1', 'DENIED').hint).toContain('the role needs ecr:InitiateLayerUpload');
  expect(copyRefused('shop/api:v1', 'DENIED').hint).toContain('the role of the environment it comes from');
});
