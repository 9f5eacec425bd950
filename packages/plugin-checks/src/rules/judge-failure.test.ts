import { TimeLimitError } from '@funade/aws';
import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { judgeFailure } from './judge-failure.ts';

const coded = (code: string): Error => Object.assign(new Error('told'), { code });

test.each([
  [new TimeLimitError('shop.example.com sent nothing for 10 s'), 'timeout', 'shop.example.com sent nothing for 10 s'],
  [coded('ENOTFOUND'), 'dns', 'its name cannot be resolved (ENOTFOUND)'],
  [coded('EAI_AGAIN'), 'dns', 'its name cannot be resolved (EAI_AGAIN)'],
  [coded('ECONNREFUSED'), 'refused', 'nothing listens there (ECONNREFUSED)'],
  [coded('ECONNRESET'), 'connection', 'the connection failed (ECONNRESET)'],
  [coded('EHOSTUNREACH'), 'connection', 'the connection failed (EHOSTUNREACH)'],
  [coded('CERT_HAS_EXPIRED'), 'tls', 'its certificate is not trusted (CERT_HAS_EXPIRED)'],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)'],
  [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls', 'it does not speak TLS as expected (ERR_SSL_WRONG_VERSION_NUMBER)'],
  [new DeployError('REDIRECT_REFUSED', 'a redirects to b'), 'redirect', 'a redirects to b'],
  [new DeployError('ANSWER_TOO_LARGE', 'too much'), 'too-large', 'too much'],
  [new Error('odd\u001b[31m'), 'connection', 'the connection failed (odd)'],
])('%s', (error, cause, text) => {
  expect(judgeFailure(error)).toMatchObject({ cause, text });
});

test('what no further request can mend is not judged', () => {
  expect(judgeFailure(new DeployError('CA_BUNDLE_UNREADABLE', 'x'))).toBeNull();
});
