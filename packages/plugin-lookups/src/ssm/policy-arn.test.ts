import { expect, test } from 'vitest';
import { policyArn } from './policy-arn.ts';

const environment = {
  name: 'production',
  account: '111111111111',
  region: 'cn-north-1',
  role: null,
  confirm: false,
};

test.each([
  ['/shop/url', 'arn:aws-cn:ssm:cn-north-1:111111111111:parameter/shop/url'],
  ['shop-url', 'arn:aws-cn:ssm:cn-north-1:111111111111:parameter/shop-url'],
  ['/shop/url:3', 'arn:aws-cn:ssm:cn-north-1:111111111111:parameter/shop/url'],
  [
    'arn:aws:ssm:eu-west-1:222222222222:parameter/shop/url:live',
    'arn:aws:ssm:eu-west-1:222222222222:parameter/shop/url',
  ],
])('%s is %s in a policy', (name, arn) => {
  expect(policyArn(name, { partition: 'aws-cn', environment })).toBe(arn);
});
