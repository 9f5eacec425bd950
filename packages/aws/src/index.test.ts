import { expect, test } from 'vitest';
import * as api from './index.ts';

test('the package exports these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'TimeLimitError',
    'audienceOf',
    'aws',
    'badAnswer',
    'callerAccount',
    'ciTrust',
    'isAwsError',
    'isCertificateCode',
    'knownFailure',
    'loadBundle',
    'mergePermissions',
    'mergePlain',
    'pauseBeforeResend',
    'policyOf',
    'readBody',
    'refWildcard',
    'refusalHint',
    'resourceName',
    'retryAfter',
    'sendRaw',
    'sessionStepId',
    'simulatePermissions',
    'splitPolicy',
    'translateError',
    'useHttp',
    'useSession',
  ]);
});

test('the reference says its name and loads the plugin', async () => {
  const reference = api.aws();
  expect(reference.name).toBe('aws');
  const plugin = await reference.load();
  expect([plugin.name, plugin.options, ...plugin.steps.map(({ kind }) => kind)]).toEqual([
    'aws',
    null,
    'aws.assume-role',
  ]);
});
