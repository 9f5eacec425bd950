import { expect, test } from 'vitest';
import { givenName, workloadStack } from './names.ts';

const names = [
  'shop-test-api-Service-AbC123',
  'shop-test-api-admin-Service-XyZ789',
  'shop-prod-api-Service-Q1',
  'shop-prod-api-Service-Q2',
];

test.each([
  ['test', 'api', 'shop-test-api-Service-AbC123'],
  ['test', 'api-admin', 'shop-test-api-admin-Service-XyZ789'],
  ['test', 'web', null],
  ['prod', 'api', null],
])('the service of %s %s is %s', (environment, workload, expected) => {
  expect(givenName(names, workloadStack('shop', environment, workload), 'Service')).toBe(expected);
});
