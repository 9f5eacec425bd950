import { expect, test } from 'vitest';
import { ssm } from '../src/index.ts';
import { openBench } from './lookups.ts';

const arn = (name: string): string => `arn:aws:ssm:eu-west-1:111111111111:parameter/${name}`;
const parameters = {
  '/shop/url': 'https://shop.example.com',
  plain: 'no slash',
  '/shop/zones': { type: 'StringList' as const, value: 'a,b' },
  '/shop/size': { value: '3', earlier: ['1', '2'], labels: { live: 2 } },
  '/shop/db-password': { type: 'SecureString' as const, value: 'hunter2' },
};

test('values, versions, labels, lists and ARNs of parameters', async () => {
  await using bench = await openBench({ parameters });
  const calls = {
    'ssm /shop/url': 'https://shop.example.com',
    'ssm plain': 'no slash',
    'ssm /shop/zones': 'a,b',
    'ssm /shop/size': '3',
    'ssm /shop/size:1': '1',
    'ssm /shop/size:live': '2',
    [`ssm ${arn('shop/url')}`]: 'https://shop.example.com',
    'ssmArn /shop/url': arn('shop/url'),
    'ssmArn plain': arn('plain'),
    'ssmArn /shop/db-password': arn('shop/db-password'),
  };
  expect(await bench.look(ssm(), Object.keys(calls))).toEqual(Object.values(calls));
});

test('what is not there is a problem of each call', async () => {
  await using bench = await openBench({ parameters });
  expect(await bench.look(ssm(), ['ssm /shop/url', 'ssm /shop/uri', 'ssm /shop/size:9', 'ssmArn /x'])).toEqual([
    'https://shop.example.com',
    '! there is no parameter "/shop/uri" in account 111111111111 in eu-west-1',
    '! there is no parameter "/shop/size:9" in account 111111111111 in eu-west-1',
    '! there is no parameter "/x" in account 111111111111 in eu-west-1',
  ]);
});

test('the value of a SecureString is not asked for, and is in no fact', async () => {
  await using bench = await openBench({ parameters });
  const facts = await bench.facts(ssm(), ['ssm /shop/db-password', 'ssmArn /shop/db-password']);
  expect(facts).toEqual({
    ssm: { '/shop/db-password': { problem: expect.stringContaining('{{ssmArn "/shop/db-password"}}') } },
    ssmArn: { '/shop/db-password': { value: arn('shop/db-password') } },
  });
  const [request, ...more] = bench.sandbox.requests('ssm.*');
  expect([request?.body, more]).toEqual([{ Names: ['/shop/db-password'], WithDecryption: false }, []]);
});

test('ten names go into one call', async () => {
  const names = Array.from({ length: 23 }, (_, index) => `/shop/${index}`);
  await using bench = await openBench({ parameters: Object.fromEntries(names.map((name) => [name, `v${name}`])) });
  const values = await bench.look(
    ssm(),
    names.map((name) => `ssm ${name}`),
  );
  expect(values).toEqual(names.map((name) => `v${name}`));
  const asked = bench.sandbox
    .requests('ssm.GetParameters')
    .map(({ body }) => (body as { Names: string[] }).Names.length);
  expect(asked.toSorted((a, b) => b - a)).toEqual([10, 10, 3]);
});

test('a version that is newer changes the facts', async () => {
  await using bench = await openBench({ parameters });
  const before = await bench.facts(ssm(), ['ssm /shop/url', 'ssmArn /shop/url']);
  expect(await bench.facts(ssm(), ['ssm /shop/url', 'ssmArn /shop/url'])).toEqual(before);
  bench.sandbox.ssm.put('/shop/url', 'https://new.example.com');
  expect(await bench.facts(ssm(), ['ssm /shop/url', 'ssmArn /shop/url'])).toEqual({
    ssm: { '/shop/url': { value: 'https://new.example.com' } },
    ssmArn: { '/shop/url': { value: arn('shop/url') } },
  });
});

test('a call that is not allowed names what to allow', async () => {
  await using bench = await openBench(
    { parameters },
    { users: { dev: { permissions: { deny: ['ssm:GetParameters'] } } } },
  );
  await expect(bench.look(ssm(), ['ssm /shop/url'])).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: 'ssm:GetParameters for /shop/url is not allowed',
  });
});
