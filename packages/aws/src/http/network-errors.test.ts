import { expect, test } from 'vitest';
import { textsOf } from '../../test/texts-of.ts';
import * as errors from './network-errors.ts';

test('the texts', () => {
  const proxy = 'http://proxy.example:3128';
  const fault = (status: number) => new errors.ProxyFault(proxy, 'sts.eu-west-1.amazonaws.com', status);
  expect(
    textsOf([
      errors.badProxy('HTTPS_PROXY'),
      errors.badCaBundle('AWS_CA_BUNDLE', '/etc/ca.pem', new Error('ENOENT: no such file or directory')),
      errors.proxyRefused('sts:GetCallerIdentity', fault(407)),
      errors.proxyRefused('sts:GetCallerIdentity', fault(403)),
      errors.certificateUntrusted('sts:GetCallerIdentity', 'SELF_SIGNED_CERT_IN_CHAIN', new Error('self-signed')),
      errors.answerTooLarge('sts.eu-west-1.amazonaws.com', 1000),
      errors.badRedirect('ghcr.io', 'http://ghcr.io'),
    ]),
  ).toMatchInlineSnapshot(`
    "PROXY_INVALID usage
      HTTPS_PROXY is not the address of an HTTP proxy
      hint: write HTTPS_PROXY=http://host:port, or http://user:password@host:port with special characters percent-encoded
    CA_BUNDLE_UNREADABLE usage
      AWS_CA_BUNDLE names /etc/ca.pem, which contains no readable certificates
      because: ENOENT: no such file or directory
      hint: name a file of certificates in PEM form that this user may read
    PROXY_REFUSED failed
      sts:GetCallerIdentity did not get through: the proxy http://proxy.example:3128 answered 407 when asked for sts.eu-west-1.amazonaws.com
      because: the proxy http://proxy.example:3128 answered 407 when asked for sts.eu-west-1.amazonaws.com
      hint: the proxy requires a login: write it into HTTPS_PROXY (and HTTP_PROXY) as http://user:password@host:port, with special characters percent-encoded
    PROXY_REFUSED failed
      sts:GetCallerIdentity did not get through: the proxy http://proxy.example:3128 answered 403 when asked for sts.eu-west-1.amazonaws.com
      because: the proxy http://proxy.example:3128 answered 403 when asked for sts.eu-west-1.amazonaws.com
      hint: ask whoever runs the proxy to let it through, or list the host in NO_PROXY if it can be reached without the proxy
    CERTIFICATE_UNTRUSTED failed
      sts:GetCallerIdentity failed: the server's certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)
      because: self-signed
      hint: if a proxy or a private authority signs certificates here, name the file with its certificate in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS
    ANSWER_TOO_LARGE failed
      sts.eu-west-1.amazonaws.com sent more than 1000 bytes, which is more than any answer to this call
      hint: check AWS_ENDPOINT_URL and the proxy: something other than the service answers
    REDIRECT_REFUSED failed
      ghcr.io redirects to http://ghcr.io, which is not followed
      hint: redirects are followed five times, and never from https to http"
  `);
});

test.each([
  [407, false],
  [403, false],
  [502, true],
])('a proxy that answers %d: tried again is %s', (status, mayPass) => {
  const failure = errors.knownFailure('a call', new errors.ProxyFault('http://proxy', 'host', status));
  expect(failure).toMatchObject({ mayPass, error: { code: 'PROXY_REFUSED' } });
});

test('only what happens on the way is known', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  expect([reset, null, undefined, 'text'].map((error) => errors.knownFailure('a call', error))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
