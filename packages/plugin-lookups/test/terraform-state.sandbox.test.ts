import { expect, test } from 'vitest';
import { terraformState } from '../src/index.ts';
import { openBench } from './lookups.ts';

const state = {
  version: 4,
  outputs: { cluster: { value: 'shop-staging' }, token: { value: 'hunter2', sensitive: true } },
  resources: [],
};
const buckets = {
  states: { objects: { 'env:/staging/shop.tfstate': { json: state }, 'old.tfstate': '{"version":3}' } },
};
const s3 = { bucket: 'states', key: 'env:/{{environment.name}}/shop.tfstate' };

test('a state in S3, its place made of the environment', async () => {
  await using bench = await openBench({ buckets });
  const calls = ['tfstate output.cluster', 'tfstate output.token'];
  expect(await bench.look(terraformState({ s3 }), calls)).toEqual([
    'shop-staging',
    expect.stringMatching(/^! output.token is sensitive/),
  ]);
  expect(bench.sandbox.requests('s3.*').map(({ operation }) => operation)).toEqual(['s3.GetObject']);
  expect(JSON.stringify(await bench.facts(terraformState({ s3 }), calls))).not.toContain('hunter2');
});

test('a state that is written anew changes the facts', async () => {
  await using bench = await openBench({ buckets });
  bench.sandbox.s3.put('states', 'env:/staging/shop.tfstate', {
    json: { ...state, outputs: { cluster: { value: 'shop-blue' } } },
  });
  expect(await bench.facts(terraformState({ s3 }), ['tfstate output.cluster'])).toEqual({
    tfstate: { 'output.cluster': { value: 'shop-blue' } },
  });
});

test.each([
  [
    'no such key',
    { ...s3, key: 'shop.tfstate' },
    'TERRAFORM_STATE_MISSING',
    'there is no Terraform state at s3://states/shop.tfstate',
  ],
  [
    'no such bucket',
    { ...s3, bucket: 'statez' },
    'TERRAFORM_STATE_MISSING',
    'there is no Terraform state at s3://statez/env:/staging/shop.tfstate',
  ],
  [
    'another region',
    { ...s3, region: 'us-east-1' },
    'TERRAFORM_STATE_REGION',
    'the bucket of s3://states/env:/staging/shop.tfstate is not in us-east-1',
  ],
  [
    'another format',
    { ...s3, key: 'old.tfstate' },
    'TERRAFORM_STATE_INVALID',
    's3://states/old.tfstate is not a Terraform state of format 4: its format is 3',
  ],
  [
    'a place that is no template',
    { ...s3, key: '{{environment.nam}}' },
    'CONFIG_INVALID',
    'terraformState() has 1 problem:\n  s3.key: "{{environment.nam}}": there is no "environment.nam"; did you mean "environment.name"?',
  ],
])('%s is told', async (...[, place, code, message]) => {
  await using bench = await openBench({ buckets });
  await expect(bench.look(terraformState({ s3: place }), ['tfstate output.cluster'])).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test('a call that is not allowed names what to allow', async () => {
  await using bench = await openBench({ buckets }, { users: { dev: { permissions: { deny: ['s3:GetObject'] } } } });
  await expect(bench.look(terraformState({ s3 }), ['tfstate output.cluster'])).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: 's3:GetObject for s3://states/env:/staging/shop.tfstate is not allowed',
  });
});
