import { expect, test } from 'vitest';
import { secretPlace, secretPlaceText } from './secret-place.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:shop/db-AbCdEf';
const parameter = 'arn:aws-cn:ssm:cn-north-1:222222222222:parameter/shop/db';

test.each([
  ['/shop/db', { type: 'parameter', region: null, name: '/shop/db' }, 'parameter /shop/db'],
  ['db:3', { type: 'parameter', region: null, name: 'db:3' }, 'parameter db:3'],
  [parameter, { type: 'parameter', region: 'cn-north-1', name: parameter }, 'parameter /shop/db'],
  [
    secret,
    { type: 'secret', region: 'eu-west-1', arn: secret, versionStage: null, versionId: null },
    'secret shop/db-AbCdEf',
  ],
  [
    `${secret}:password::`,
    { type: 'secret', region: 'eu-west-1', arn: secret, versionStage: null, versionId: null },
    'secret shop/db-AbCdEf',
  ],
  [
    `${secret}::AWSPREVIOUS:`,
    { type: 'secret', region: 'eu-west-1', arn: secret, versionStage: 'AWSPREVIOUS', versionId: null },
    'secret shop/db-AbCdEf',
  ],
  [
    `${secret}:password::7f3c`,
    { type: 'secret', region: 'eu-west-1', arn: secret, versionStage: null, versionId: '7f3c' },
    'secret shop/db-AbCdEf',
  ],
])('%s', (valueFrom, place, text) => {
  expect(secretPlace(valueFrom)).toEqual(place);
  expect(secretPlaceText(secretPlace(valueFrom))).toBe(text);
});
