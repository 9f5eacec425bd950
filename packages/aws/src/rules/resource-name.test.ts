import { expect, test } from 'vitest';
import { resourceName } from './resource-name.ts';

test.each([
  ['arn:aws:ecs:eu-west-1:111111111111:service/shop/api', 'api'],
  ['arn:aws:ecs:eu-west-1:111111111111:task-definition/api:7', 'api:7'],
  ['arn:aws:iam::111111111111:role/deploy/funade', 'funade'],
  ['api', 'api'],
  ['', ''],
])('%s is named %s', (arn, name) => {
  expect(resourceName(arn)).toBe(name);
});
