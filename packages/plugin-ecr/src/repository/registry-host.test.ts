import { expect, test } from 'vitest';
import type { RegistryEndpoint } from '../options/options.ts';
import { isEcrHost } from './ecr-hosts.ts';
import { byEndpoint } from './registry-host.ts';

const commercial = '111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/api';
const gov = '111111111111.dkr.ecr.us-gov-west-1.amazonaws.com/shop/api';
const china = '111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/api';
const iso = '111111111111.dkr.ecr.us-iso-east-1.c2s.ic.gov/shop/api';

test.each<[string, RegistryEndpoint, string]>([
  [commercial, 'fips', '111111111111.dkr.ecr-fips.us-east-1.amazonaws.com/shop/api'],
  [commercial, 'dual-stack', '111111111111.dkr-ecr.us-east-1.on.aws/shop/api'],
  [commercial, 'dual-stack-fips', '111111111111.dkr-ecr-fips.us-east-1.on.aws/shop/api'],
  [gov, 'fips', '111111111111.dkr.ecr-fips.us-gov-west-1.amazonaws.com/shop/api'],
  [gov, 'dual-stack-fips', '111111111111.dkr-ecr-fips.us-gov-west-1.on.aws/shop/api'],
  [china, 'dual-stack', '111111111111.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/shop/api'],
])('%s by %s', (uri, endpoint, other) => {
  expect(byEndpoint(uri, endpoint)).toBe(other);
  expect(isEcrHost(other.split('/')[0] ?? '')).toBe(true);
});

test('a partition without it has none', () => {
  expect(byEndpoint(iso, 'dual-stack')).toBe(null);
});

test.each([
  ['no endpoint', commercial, undefined],
  ['a host of another kind', '127.0.0.1:5000/shop/api', 'fips'],
] as const)('%s: the same', (_, uri, endpoint) => {
  expect(byEndpoint(uri, endpoint)).toBe(uri);
});
