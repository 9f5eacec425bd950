import { errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import * as errors from './rollback-errors.ts';

test.each([
  errors.rollbackWhileDeploying('api@production', { revision: 'shop-api:13', deployment: 'ecs-svc/1' }),
  errors.rollbackWhileDeploying('api@production', { revision: 'shop-api:13', deployment: null }),
  errors.revisionNotThere('api@production', 'shop-api:99', null),
  errors.revisionNotThere('api@production', 'shop-api:12', 'v1.2.0'),
])('$code says what is wrong and what to do', (error) => {
  expect(errorInfo(error)).toMatchSnapshot();
});
