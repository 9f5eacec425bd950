import { expect, test } from 'vitest';
import { proxyFor } from './proxy-for.ts';

const proxy = 'http://proxy.example:3128';
const aws = 'https://ecs.eu-west-1.amazonaws.com/';

test.each([
  ['no variable', {}, aws, null],
  ['HTTPS_PROXY', { HTTPS_PROXY: proxy }, aws, proxy],
  ['https_proxy', { https_proxy: proxy }, aws, proxy],
  ['an empty one', { HTTPS_PROXY: '', https_proxy: proxy }, aws, proxy],
  ['that of http alone', { HTTP_PROXY: proxy }, aws, null],
  ['that of http for http', { HTTP_PROXY: proxy }, 'http://issuer.example/', proxy],
  ['that of https for http', { HTTPS_PROXY: proxy }, 'http://issuer.example/', null],
  ['no scheme', { HTTPS_PROXY: 'proxy.example:3128' }, aws, proxy],
  ['a name alone', { HTTPS_PROXY: 'proxy' }, aws, 'http://proxy'],
  ['a login', { HTTPS_PROXY: 'http://a:b@proxy.example:3128' }, aws, proxy],
  ['a proxy behind TLS', { HTTPS_PROXY: 'https://proxy.example' }, aws, 'https://proxy.example'],
])('the proxy is found: %s', (...[, env, url, expected]) => {
  expect(proxyFor(new URL(url), env)?.origin ?? null).toBe(expected);
});

test.each([
  ['*', aws, true],
  ['amazonaws.com', aws, true],
  ['.amazonaws.com', aws, true],
  ['*.amazonaws.com', aws, true],
  ['eu-west-1.amazonaws.com', aws, true],
  ['other.example, amazonaws.com', aws, true],
  ['other.example amazonaws.com', aws, true],
  ['AmazonAWS.com', aws, true],
  ['onaws.com', aws, false],
  ['.ecs.eu-west-1.amazonaws.com', aws, false],
  ['ecs.eu-west-1.amazonaws.com:443', aws, true],
  ['ecs.eu-west-1.amazonaws.com:8443', aws, false],
  ['', aws, false],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://11.1.2.3/', false],
  ['10.1.2.3', 'https://10.1.2.3/', true],
  ['10.1.2.3:443', 'https://10.1.2.3/', true],
  ['10.0.0.0/99', 'https://10.1.2.3/', false],
  ['fd00::/8', 'https://[fd12::1]/', true],
  ['[fd12::1]:8443', 'https://[fd12::1]:8443/', true],
  ['[fd12::1]:8443', 'https://[fd12::1]/', false],
  ['fd12::1', 'https://[fd12::1]/', true],
  ['10.0.0.0/8', aws, false],
])('NO_PROXY=%s for %s: %s', (list, url, direct) => {
  expect(proxyFor(new URL(url), { HTTPS_PROXY: proxy, no_proxy: list }) === null).toBe(direct);
});

test.each(['http://localhost:4566/', 'http://127.0.0.1:1/', 'http://[::1]:1/', 'http://169.254.169.254/latest/'])(
  '%s is never behind a proxy',
  (url) => expect(proxyFor(new URL(url), { HTTP_PROXY: proxy })).toBeNull(),
);

test.each(['socks5://proxy.example:1080', 'http://', 'proxy.example:port', 'http://a:se%cret@proxy.example:1'])(
  '%s is no proxy, and its password is not shown',
  (text) => {
    const find = (): unknown => proxyFor(new URL(aws), { HTTPS_PROXY: text });
    expect(find).toThrow(
      expect.objectContaining({ code: 'PROXY_INVALID', message: expect.not.stringContaining('se%') }),
    );
  },
);
