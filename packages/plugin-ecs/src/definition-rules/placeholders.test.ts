import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { isRegion, placeholdersIn } from './placeholders.ts';

const app = (more: JsonObject): JsonObject => ({ containerDefinitions: [{ name: 'app', ...more }] });
const at = 'containerDefinitions[app]';
const dollar = '$';

test.each<[string, JsonObject, readonly string[]]>([
  ['an image in angles', app({ image: '<IMAGE1_NAME>' }), [`${at}.image: <IMAGE1_NAME>`]],
  ['an image with a variable', app({ image: `${dollar}{REGISTRY}/app:1` }), [`${at}.image: ${dollar}{REGISTRY}`]],
  [
    'a secret of no region',
    app({ secrets: [{ name: 'K', valueFrom: 'arn:aws:secretsmanager:<AWS_REGION>:<ACCOUNT_ID>:secret:k' }] }),
    [`${at}.secrets[K].valueFrom: <AWS_REGION>`],
  ],
  ['a role of the account ACCOUNT_ID', { taskRoleArn: 'arn:aws:iam::ACCOUNT_ID:role/x' }, ['taskRoleArn: ACCOUNT_ID']],
  [
    'a secret in REGION',
    app({ secrets: [{ name: 'K', valueFrom: 'arn:aws:ssm:REGION:111111111111:parameter/k' }] }),
    [`${at}.secrets[K].valueFrom: REGION`],
  ],
  ['an account of Xs', { executionRoleArn: 'arn:aws:iam::XXXXXXXXXXXX:role/x' }, ['executionRoleArn: XXXXXXXXXXXX']],
  [
    'a value that is nothing else',
    app({ environment: [{ name: 'A', value: '__DB_HOST__' }] }),
    [`${at}.environment[A].value: __DB_HOST__`],
  ],
  ['a command that the shell reads', app({ command: ['sh', '-c', `echo ${dollar}{HOME} <in >out`] }), []],
  ['a template of HTML', app({ environment: [{ name: 'A', value: '<b>hello</b> world' }] }), []],
  ['a role of AWS', { taskRoleArn: 'arn:aws:iam::aws:role/x' }, []],
  [
    'what is right',
    {
      ...app({ image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/app:1' }),
      taskRoleArn: 'arn:aws:iam::111111111111:role/x',
    },
    [],
  ],
])('%s', (_, ...[definition, expected]) => {
  expect(placeholdersIn(definition).map(({ path, text }) => `${path}: ${text}`)).toEqual(expected);
});

test.each([
  ['eu-west-1', true],
  ['us-gov-east-1', true],
  ['ap-southeast-5', true],
  ['REGION', false],
  ['<AWS_REGION>', false],
  ['eu-west', false],
  ['', false],
])('%s is a region: %s', (text, expected) => {
  expect(isRegion(text)).toBe(expected);
});
