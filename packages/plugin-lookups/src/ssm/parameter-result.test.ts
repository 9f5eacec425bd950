import { expect, test } from 'vitest';
import { parameterArn, parameterNameProblem, parameterValue } from './parameter-result.ts';

const where = { name: 'staging', account: '111111111111', region: 'eu-west-1', role: null, confirm: false };
const arn = 'arn:aws:ssm:eu-west-1:111111111111:parameter/shop/url';

test.each([
  ['a value', '/shop/url', { arn, type: 'String', value: 'https://shop' }, 'https://shop'],
  ['a list', '/shop/zones', { arn, type: 'StringList', value: 'a,b' }, 'a,b'],
  ['nothing', '/shop/url', null, 'there is no parameter "/shop/url" in account 111111111111 in eu-west-1'],
  [
    'a secret',
    '/shop/url',
    { arn, type: 'SecureString', value: null },
    'the parameter "/shop/url" is a SecureString, and a plan contains what it looks up; give {{ssmArn "/shop/url"}} to the container\'s secrets',
  ],
  [
    'a secret whose value came along',
    '/shop/url:3',
    { arn, type: 'SecureString', value: 'hunter2' },
    'the parameter "/shop/url:3" is a SecureString, and a plan contains what it looks up; give {{ssmArn "/shop/url"}} to the container\'s secrets',
  ],
  [
    'a secret by its ARN',
    arn,
    { arn, type: 'SecureString', value: null },
    `the parameter "${arn}" is a SecureString, and a plan contains what it looks up; give ${arn} to the container's secrets`,
  ],
])('the value of %s', (...[, name, parameter, expected]) => {
  const result = parameterValue(name, parameter, where);
  expect(result.found ? result.value : result.problem).toBe(expected);
});

test('a SecureString has an ARN', () => {
  expect(parameterArn('/shop/url', { arn, type: 'SecureString', value: null }, where)).toEqual({
    found: true,
    value: arn,
  });
  expect(parameterArn('/shop/url', null, where).found).toBe(false);
});

test.each([
  ['/shop/url', true],
  ['url', true],
  ['shop/db.url-1_x', true],
  ['/shop/url:3', true],
  ['/shop/url:live', true],
  [arn, true],
  [`${arn}:3`, true],
  ['', false],
  ['/', false],
  ['/shop//url', false],
  ['/shop/url/', false],
  ['/shop url', false],
  ['/shop/url:', false],
  ['arn:aws:ssm:eu-west-1:1:parameter/x', false],
])('%j is a name: %s', (name, expected) => {
  expect(parameterNameProblem(name)).toBe(
    expected ? null : `"${name}" is not the name of a parameter, such as /shop/url or /shop/url:3`,
  );
});
