import { expect, test } from 'vitest';
import { secretsManager } from '../src/index.ts';
import { openBench } from './lookups.ts';

const secrets = {
  'shop/db': { value: { password: 'hunter2' } },
  old: { value: 'hunter2', deleted: true },
};

test('ARNs of secrets, by name, ARN and partial ARN', async () => {
  await using bench = await openBench({ secrets });
  const arn = bench.sandbox.secretsManager.arn('shop/db');
  const names = ['shop/db', arn, arn.slice(0, -7)];
  expect(
    await bench.look(
      secretsManager(),
      names.map((name) => `secretArn ${name}`),
    ),
  ).toEqual([arn, arn, arn]);
});

test('what is not there and what is to be deleted is a problem', async () => {
  await using bench = await openBench({ secrets });
  expect(await bench.look(secretsManager(), ['secretArn shop/bd', 'secretArn old'])).toEqual([
    '! there is no secret "shop/bd" in account 111111111111 in eu-west-1',
    '! the secret "old" is marked for deletion',
  ]);
});

test('no value is asked for', async () => {
  await using bench = await openBench({ secrets });
  expect(JSON.stringify(await bench.facts(secretsManager(), ['secretArn shop/db']))).not.toContain('hunter2');
  expect(bench.sandbox.requests('secretsmanager.*').map(({ operation }) => operation)).toEqual([
    'secretsmanager.DescribeSecret',
  ]);
});

test('a new value of a secret changes no fact', async () => {
  await using bench = await openBench({ secrets });
  const before = await bench.facts(secretsManager(), ['secretArn shop/db']);
  bench.sandbox.secretsManager.put('shop/db', 'new value');
  expect(await bench.facts(secretsManager(), ['secretArn shop/db'])).toEqual(before);
});

test('a call that is not allowed names what to allow', async () => {
  await using bench = await openBench(
    { secrets },
    { users: { dev: { permissions: { deny: ['secretsmanager:DescribeSecret'] } } } },
  );
  await expect(bench.look(secretsManager(), ['secretArn shop/db'])).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: 'secretsmanager:DescribeSecret for shop/db is not allowed',
  });
});
