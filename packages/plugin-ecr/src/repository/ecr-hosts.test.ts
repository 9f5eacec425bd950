import { describe, expect, test } from 'vitest';
import { ecrHostsOfBuild, isEcrHost } from './ecr-hosts.ts';

describe('what is a registry of ECR', () => {
  test.each([
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    '111111111111.dkr.ecr-fips.us-east-1.amazonaws.com',
    '111111111111.dkr-ecr.eu-west-1.on.aws',
    '111111111111.dkr-ecr-fips.us-east-1.on.aws',
    '111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '111111111111.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn',
    '111111111111.dkr.ecr.us-gov-west-1.amazonaws.com',
    '111111111111.dkr.ecr.eusc-de-east-1.amazonaws.eu',
    '111111111111.dkr.ecr.us-iso-east-1.c2s.ic.gov',
    '111111111111.dkr.ecr.us-isob-east-1.sc2s.sgov.gov',
    '111111111111.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk',
    '111111111111.dkr.ecr.us-isof-south-1.csp.hci.ic.gov',
  ])('%s', (host) => {
    expect(isEcrHost(host)).toBe(true);
  });

  test.each([
    'public.ecr.aws',
    'docker.io',
    '127.0.0.1:5000',
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com.example.com',
    '111111111111.dkr.ecr.eu-west-1.example.com',
    'a111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    'x.111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    '1111.dkr.ecr.eu-west-1.amazonaws.com',
  ])('not %s', (host) => {
    expect(isEcrHost(host)).toBe(false);
  });
});

test('the registries of a build are those of its base images and its cache', () => {
  const dockerfile = [
    'ARG BASE',
    'FROM 111111111111.dkr.ecr.eu-west-1.amazonaws.com/base/node:24 AS build',
    'FROM --platform=$BUILDPLATFORM 111111111111.dkr.ecr.eu-west-1.amazonaws.com/base/node:24@sha256:aa',
    'COPY --from=222222222222.dkr-ecr.eu-west-1.on.aws/tools:1 /tool /tool',
    'FROM $BASE',
    'FROM node:24',
  ].join('\n');
  const build = {
    context: 'api',
    args: { BASE: '333333333333.dkr.ecr.us-gov-west-1.amazonaws.com/base:1', COUNT: 2 },
    cache: { from: ['444444444444.dkr.ecr.eu-west-1.amazonaws.com/cache:api', 'type=gha'], to: 'ghcr.io/shop/cache' },
  };
  expect(ecrHostsOfBuild(build, dockerfile)).toEqual([
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    '222222222222.dkr-ecr.eu-west-1.on.aws',
    '333333333333.dkr.ecr.us-gov-west-1.amazonaws.com',
    '444444444444.dkr.ecr.eu-west-1.amazonaws.com',
  ]);
});
