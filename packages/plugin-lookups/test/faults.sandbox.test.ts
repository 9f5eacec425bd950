import { expect, test } from 'vitest';
import { cloudFormation, secretsManager, ssm, terraformState } from '../src/index.ts';
import { openBench } from './lookups.ts';

const state = { version: 4, outputs: { vpc: { value: 'vpc-1' } }, resources: [] };
const given = {
  parameters: { '/shop/url': 'https://shop' },
  secrets: { 'shop/db': 'hunter2' },
  stacks: { shop: { outputs: { Vpc: { value: 'vpc-1', exportName: 'vpc' } } } },
  buckets: { states: { objects: { shop: { json: state } } } },
};
const lookups = [
  ['ssm.GetParameters', ssm(), 'ssm /shop/url'],
  ['secretsmanager.DescribeSecret', secretsManager(), 'secretArn shop/db'],
  ['cloudformation.DescribeStacks', cloudFormation(), 'cfnOutput shop Vpc'],
  ['cloudformation.ListExports', cloudFormation(), 'cfnExport vpc'],
  ['s3.GetObject', terraformState({ s3: { bucket: 'states', key: 'shop' } }), 'tfstate output.vpc'],
] as const;

test.each(lookups)('%s is tried again when it is throttled', async (operation, plugin, call) => {
  await using bench = await openBench(given);
  bench.sandbox.faults.next(operation, { code: 'ThrottlingException' });
  bench.sandbox.faults.next(operation, { code: 'ThrottlingException' });
  const [value] = await bench.look(plugin, [call]);
  expect(value).not.toMatch(/^!/);
  expect(bench.sandbox.requests(operation)).toHaveLength(3);
});

test.each(lookups)('%s that is throttled for good ends the plan', async (operation, plugin, call) => {
  await using bench = await openBench(given);
  bench.sandbox.faults.always(operation, { code: 'ThrottlingException' });
  await expect(bench.look(plugin, [call])).rejects.toMatchObject({ code: 'AWS_THROTTLED' });
});

test.each(lookups)('%s that gets no answer ends the plan', async (operation, plugin, call) => {
  await using bench = await openBench(given);
  bench.sandbox.faults.always(operation, { reset: true });
  await expect(bench.look(plugin, [call])).rejects.toMatchObject({ code: 'AWS_NETWORK' });
});

test('a body that AWS would not send is told as such', async () => {
  await using bench = await openBench(given);
  bench.sandbox.faults.always('ssm.GetParameters', { body: '<html>hunter2</html>', status: 200 });
  await expect(bench.look(ssm(), ['ssm /shop/url'])).rejects.toMatchObject({ code: 'AWS_BAD_ANSWER' });
});
