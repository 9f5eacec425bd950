import { expect, test } from 'vitest';
import { type CorporateNetwork, openCorporateNetwork } from '../../aws/test/corporate-network.ts';
import { cloudFormation, secretsManager, ssm, terraformState } from '../src/index.ts';
import { openBench } from './lookups.ts';

const state = { version: 4, outputs: { cluster: { value: 'shop-staging' } }, resources: [] };
const given = {
  buckets: { states: { objects: { 'shop.tfstate': { json: state } } } },
  parameters: { '/shop/url': { value: 'https://shop.example.com' } },
  secrets: { 'shop/db': { value: 'hidden' } },
  stacks: { network: { outputs: { Vpc: 'vpc-1' } } },
};

/** Lookups behind a proxy with a login and an authority of its own. */
async function openBehindProxy() {
  await using opened = new AsyncDisposableStack();
  const networks: CorporateNetwork[] = [];
  const bench = opened.use(
    await openBench(given, {
      env: async ({ endpoint }) => {
        const network = opened.use(await openCorporateNetwork(() => endpoint));
        networks.push(network);
        return { AWS_ENDPOINT_URL: 'https://aws', HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.certificate };
      },
    }),
  );
  const owned = opened.move();
  return { bench, asked: () => networks[0]?.asked ?? [], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test.each([
  [
    'a state in S3',
    terraformState({ s3: { bucket: 'states', key: 'shop.tfstate' } }),
    'tfstate output.cluster',
    'shop-staging',
  ],
  ['a parameter', ssm(), 'ssm /shop/url', 'https://shop.example.com'],
  ['a secret', secretsManager(), 'secretArn shop/db', /^arn:aws:secretsmanager:/],
  ['an output of a stack', cloudFormation(), 'cfnOutput network Vpc', 'vpc-1'],
])('%s is read through the proxy', async (...[, plugin, call, expected]) => {
  await using at = await openBehindProxy();
  const [value] = await at.bench.look(plugin, [call]);
  expect(value).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  expect([...new Set(at.asked())]).toEqual(['aws:443']);
});
