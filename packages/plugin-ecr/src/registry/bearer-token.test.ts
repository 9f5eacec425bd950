import { expect, test } from 'vitest';
import { bearerChallenge } from './bearer-token.ts';

test.each([
  [
    'realm and service',
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a:pull"',
    { realm: 'https://auth.docker.io/token', service: 'registry.docker.io' },
  ],
  ['a realm alone', 'bearer realm="https://x/token"', { realm: 'https://x/token', service: null }],
  ['Basic', 'Basic realm="https://x/",service="ecr.amazonaws.com"', null],
  ['no header', null, null],
])('%s', (_, header, challenge) => expect(bearerChallenge(header)).toEqual(challenge));
