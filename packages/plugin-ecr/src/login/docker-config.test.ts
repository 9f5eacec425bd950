import { expect, test } from 'vitest';
import { withLoginInFile } from './docker-config.ts';

const host = '111111111111.dkr.ecr.eu-west-1.amazonaws.com';

test.each([
  ['no configuration', {}, { auths: {}, credHelpers: { [host]: '' } }],
  [
    'a key chain',
    { credsStore: 'osxkeychain', currentContext: 'remote', proxies: { default: { httpProxy: 'http://p' } } },
    {
      credsStore: 'osxkeychain',
      currentContext: 'remote',
      proxies: { default: { httpProxy: 'http://p' } },
      auths: {},
      credHelpers: { [host]: '' },
    },
  ],
  [
    'an old login and a helper for the host, and others',
    { auths: { [host]: { auth: 'old' }, ghcr: { auth: 'x' } }, credHelpers: { [host]: 'ecr-login', gcr: 'gcloud' } },
    { auths: { ghcr: { auth: 'x' } }, credHelpers: { [host]: '', gcr: 'gcloud' } },
  ],
])('%s', (_, config, next) => expect(withLoginInFile(config, host)).toEqual(next));
