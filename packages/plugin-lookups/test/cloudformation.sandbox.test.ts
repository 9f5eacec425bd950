import { expect, test } from 'vitest';
import { cloudFormation } from '../src/index.ts';
import { openBench } from './lookups.ts';

const stacks = {
  'shop-network': {
    outputs: { VpcId: { value: 'vpc-1', exportName: 'shop-vpc' }, Subnets: 'subnet-1,subnet-2', DbPassword: 'hunter2' },
  },
  'shop-broken': { status: 'ROLLBACK_COMPLETE' },
};

test('outputs and exports of stacks', async () => {
  await using bench = await openBench({ stacks });
  const calls = ['cfnOutput shop-network VpcId', 'cfnOutput shop-network Subnets', 'cfnExport shop-vpc'];
  expect(await bench.look(cloudFormation(), calls)).toEqual(['vpc-1', 'subnet-1,subnet-2', 'vpc-1']);
  expect(
    bench.sandbox
      .requests('cloudformation.*')
      .map(({ operation }) => operation)
      .toSorted(),
  ).toEqual(['cloudformation.DescribeStacks', 'cloudformation.ListExports']);
});

test('what is not there, and what looks like a secret, is a problem of each call', async () => {
  await using bench = await openBench({ stacks });
  const calls = [
    'cfnOutput shop-netwrk VpcId',
    'cfnOutput shop-network VpcIds',
    'cfnOutput shop-broken VpcId',
    'cfnOutput shop-network DbPassword',
    'cfnExport shop-vcp',
  ];
  expect(await bench.look(cloudFormation(), calls)).toEqual([
    '! there is no stack "shop-netwrk" in account 111111111111 in eu-west-1',
    '! the stack shop-network has no output "VpcIds"; did you mean "VpcId"? available: VpcId, Subnets, DbPassword',
    '! the stack shop-broken (ROLLBACK_COMPLETE) has no output "VpcId"; none are available',
    expect.stringMatching(/^! the output DbPassword of shop-network looks like a secret/),
    '! there is no export "shop-vcp" in account 111111111111 in eu-west-1; did you mean "shop-vpc"? available: shop-vpc',
  ]);
  expect(JSON.stringify(await bench.facts(cloudFormation(), calls))).not.toContain('hunter2');
});

test('exports are read page by page, as far as they are wanted', async () => {
  const outputs = Object.fromEntries(
    Array.from({ length: 250 }, (_, index) => [`O${index}`, { value: `v${index}`, exportName: `e${index}` }]),
  );
  await using bench = await openBench({ stacks: { many: { outputs } } });
  expect(await bench.look(cloudFormation(), ['cfnExport e3'])).toEqual(['v3']);
  const first = bench.sandbox.requests('cloudformation.ListExports').length;
  expect(await bench.look(cloudFormation(), ['cfnExport e3', 'cfnExport e249'])).toEqual(['v3', 'v249']);
  expect([first, bench.sandbox.requests('cloudformation.ListExports').length]).toEqual([1, 4]);
});

test('an output that changes changes the facts, and others do not', async () => {
  await using bench = await openBench({ stacks });
  const calls = ['cfnOutput shop-network VpcId'];
  const before = await bench.facts(cloudFormation(), calls);
  bench.sandbox.cloudFormation.put('shop-network', { outputs: { VpcId: 'vpc-1', Subnets: 'subnet-3' } });
  expect(await bench.facts(cloudFormation(), calls)).toEqual(before);
  bench.sandbox.cloudFormation.put('shop-network', { outputs: { VpcId: 'vpc-2' } });
  expect(await bench.facts(cloudFormation(), calls)).toEqual({
    cfnOutput: { 'shop-network VpcId': { value: 'vpc-2' } },
  });
});

test.each([
  ['cfnOutput shop-network VpcId', 'cloudformation:DescribeStacks', 'cloudformation:DescribeStacks for shop-network'],
  ['cfnExport shop-vpc', 'cloudformation:ListExports', 'cloudformation:ListExports'],
])('%s that is not allowed names what to allow', async (call, action, message) => {
  await using bench = await openBench({ stacks }, { users: { dev: { permissions: { deny: [action] } } } });
  await expect(bench.look(cloudFormation(), [call])).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: `${message} is not allowed`,
  });
});
