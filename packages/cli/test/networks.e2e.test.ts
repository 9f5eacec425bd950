import { expect, test } from 'vitest';
import { openCorporateNetwork } from '../../aws/test/corporate-network.ts';
import { accounts, region } from '../src/demo/shop-seed.ts';
import { startInstalledShop } from './installed-shop.ts';
import { runBin } from './run-bin.ts';

const registry = `${accounts.staging}.dkr.ecr.${region}.amazonaws.com`;

/** The demo's shop behind a proxy with a login and an authority of its own. */
async function openBehindProxy() {
  await using opened = new AsyncDisposableStack();
  const shop = opened.use(await startInstalledShop());
  const { host = '' } = shop.sandbox.registries.find(({ account }) => account === accounts.staging) ?? {};
  const to = (asked: string): string => (asked === registry ? `http://${host}` : shop.sandbox.endpoint);
  const network = opened.use(await openCorporateNetwork(to, { [host]: registry }));
  const owned = opened.move();
  return {
    network,
    plan: (env: Readonly<Record<string, string>>) =>
      runBin(['plan', 'staging', '--tag', 'v1.0.0'], {
        cwd: shop.folder,
        env: { ...shop.env, AWS_ENDPOINT_URL: 'https://aws', ...env },
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('a plan is made through the proxy, with %s', async (name) => {
  await using at = await openBehindProxy();
  const { code, out, err } = await at.plan({ HTTPS_PROXY: at.network.proxy, [name]: at.network.certificate });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('v1.0.0');
  expect([...new Set(at.network.asked)].sort()).toEqual([`${registry}:443`, 'aws:443']);
});

test.each([
  ['a proxy that wants a login', (host: string) => ({ HTTPS_PROXY: host }), 1, /answered 407[\s\S]*\(PROXY_REFUSED\)/],
  ['a variable that names no proxy', () => ({ HTTPS_PROXY: 'socks5://a:secret@b:1' }), 2, /\(PROXY_INVALID\)/],
  [
    'a bundle that is not there',
    () => ({ AWS_CA_BUNDLE: '/nowhere.pem' }),
    2,
    /\/nowhere.pem[\s\S]*\(CA_BUNDLE_UNREADABLE\)/,
  ],
])('%s is named', async (...[, env, exit, says]) => {
  await using at = await openBehindProxy();
  const { code, err } = await at.plan(env(at.network.proxyHost));
  expect(err).toMatch(says);
  expect(err).toMatch(/\n {2}hint: /);
  expect(err).not.toContain('secret');
  expect(code).toBe(exit);
});
