import { expect, test } from 'vitest';
import { exportValue, outputNameProblem, outputValue } from './stack-result.ts';

const where = { name: 'staging', account: '111111111111', region: 'eu-west-1', role: null, confirm: false };
const stack = (status: string, outputs: Readonly<Record<string, string>>) => ({
  status,
  outputs: new Map(Object.entries(outputs)),
});
const secret = (what: string): string =>
  `${what} looks like a secret, and a plan contains what it looks up; keep it in Secrets Manager and give its ARN to the container's secrets`;

test.each([
  ['a value', 'VpcId', stack('CREATE_COMPLETE', { VpcId: 'vpc-1' }), 'vpc-1'],
  ['an empty value', 'VpcId', stack('CREATE_COMPLETE', { VpcId: '' }), 'the output VpcId of shop is empty'],
  ['a value while the stack changes', 'VpcId', stack('UPDATE_IN_PROGRESS', { VpcId: 'vpc-1' }), 'vpc-1'],
  [
    'the ARN of a secret',
    'DbSecretArn',
    stack('CREATE_COMPLETE', { DbSecretArn: 'arn:aws:secretsmanager:eu-west-1:1:secret:x' }),
    'arn:aws:secretsmanager:eu-west-1:1:secret:x',
  ],
  [
    'a secret by its name',
    'DbPassword',
    stack('CREATE_COMPLETE', { DbPassword: 'hunter2' }),
    secret('the output DbPassword of shop'),
  ],
  [
    'a secret by its looks',
    'Key',
    stack('CREATE_COMPLETE', { Key: 'AKIAIOSFODNN7EXAMPLE' }),
    secret('the output Key of shop'),
  ],
  ['no stack', 'VpcId', null, 'there is no stack "shop" in account 111111111111 in eu-west-1'],
  [
    'a misspelt key',
    'VpcID2',
    stack('CREATE_COMPLETE', { VpcId: 'vpc-1', Subnets: 'a,b' }),
    'the stack shop has no output "VpcID2"; did you mean "VpcId"? available: VpcId, Subnets',
  ],
  [
    'a stack that was never made',
    'VpcId',
    stack('ROLLBACK_COMPLETE', {}),
    'the stack shop (ROLLBACK_COMPLETE) has no output "VpcId"; none are available',
  ],
])('the output: %s', (...[, key, found, expected]) => {
  const result = outputValue({ stack: 'shop', key }, found, where);
  expect(result.found ? result.value : result.problem).toBe(expected);
});

test.each([
  ['shop-vpc', 'vpc-1'],
  [
    'shop-vcp',
    'there is no export "shop-vcp" in account 111111111111 in eu-west-1; did you mean "shop-vpc"? available: shop-vpc, shop-api-key',
  ],
  ['shop-api-key', secret('the export shop-api-key')],
])('the export %s', (name, expected) => {
  const exports = new Map([
    ['shop-vpc', 'vpc-1'],
    ['shop-api-key', 'hunter2'],
  ]);
  const result = exportValue(name, exports, where);
  expect(result.found ? result.value : result.problem).toBe(expected);
});

test.each([
  ['shop-network', 'VpcId', null],
  ['arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/51af3dc0-da77-11e4-872e-1234567db123', 'VpcId', null],
  ['1shop', 'VpcId', '"1shop" is not the name of a stack, such as shop-network'],
  ['', 'VpcId', '"" is not the name of a stack, such as shop-network'],
  ['shop', 'Vpc-Id', '"Vpc-Id" is not the key of an output, such as VpcId'],
  ['shop', '', '"" is not the key of an output, such as VpcId'],
])('%s %s: %j', (name, key, expected) => expect(outputNameProblem(name, key)).toBe(expected));
