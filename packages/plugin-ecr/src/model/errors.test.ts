import { type DeployError, errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import * as buildErrors from './build-errors.ts';
import * as imageErrors from './errors.ts';
import * as registryErrors from './registry-errors.ts';

const errors = { ...buildErrors, ...imageErrors, ...registryErrors };

const image = { repository: 'shop/api', tag: 'v1.2.3' };
const where = { account: '222222222222', region: 'eu-west-1' };
const taken = { ...image, digest: 'sha256:1234', commit: 'c0ffee' };

test.each<readonly [string, DeployError]>([
  ['IMAGE_BUILD_CONFLICT', errors.buildConflict('shop/api', ['api@production', 'worker@production'])],
  ['ECR_REPOSITORY_MISSING', errors.repositoryMissing(['shop/api', 'shop/web'], where)],
  [
    'REGISTRY_ENDPOINT_MISSING',
    errors.endpointMissing('222222222222.dkr.ecr.us-iso-east-1.c2s.ic.gov/shop/api', 'dual-stack'),
  ],
  ['IMAGE_TAG_TAKEN of another commit', errors.imageTagTaken({ ...taken, revision: 'decaf' })],
  ['IMAGE_TAG_TAKEN of no commit', errors.imageTagTaken({ ...taken, revision: null })],
  ['IMAGE_BUILT_OTHERWISE', errors.imageBuiltOtherwise({ ...image, digest: 'sha256:dddd' })],
  ['IMAGE_INACCESSIBLE', errors.imageInaccessible({ ...image, reason: 'ImageInaccessible' })],
  ['IMAGE_INACCESSIBLE in the archive', errors.imageInaccessible({ ...image, reason: 'ARCHIVED' })],
  ['IMAGE_INACCESSIBLE being restored', errors.imageInaccessible({ ...image, reason: 'ACTIVATING' })],
  ['IMAGE_PLATFORM_MISSING', errors.imagePlatformMissing({ ...image, has: ['linux/amd64'], wanted: ['linux/arm64'] })],
  [
    'PROMOTION_ENVIRONMENT_UNKNOWN',
    errors.promotionEnvironmentUnknown('shop/api', 'stagng', { known: ['staging', 'qa'], own: 'production' }),
  ],
  [
    'PROMOTION_ENVIRONMENT_UNKNOWN that is the same',
    errors.promotionEnvironmentUnknown('shop/api', 'production', { known: [], own: 'production' }),
  ],
  [
    'PROMOTION_SOURCE_MISSING',
    errors.promotionSourceMissing('shop/api:v1.2.3', { environment: 'staging', image: 'shop/api:v1.2.3' }),
  ],
  [
    'PROMOTION_SOURCE_OTHER of another commit',
    errors.promotionSourceOther({ ...taken, revision: 'decaf', environment: 'staging' }),
  ],
  [
    'PROMOTION_SOURCE_OTHER of no commit',
    errors.promotionSourceOther({ ...taken, revision: null, environment: 'staging' }),
  ],
  [
    'PROMOTION_OTHER_BUILD',
    errors.promotionOtherBuild({ ...image, digest: 'sha256:1234', environment: 'staging', source: 'sha256:5678' }),
  ],
  ['COPY_FAILED', errors.copyFailed('shop/api:v1.2.3', 'read ECONNRESET', { cause: new Error('read ECONNRESET') })],
  ['COPY_REFUSED', errors.copyRefused('shop/api:v1.2.3', 'GET host/v2/: 403 DENIED')],
  ['PREBUILT_MISSING', errors.prebuiltMissing('nginx:1.29')],
  ['PREBUILT_UNREADABLE', errors.prebuiltUnreadable('nginx:1.29', '401')],
  ['BUILD_CONTEXT_DIRTY', errors.buildContextDirty('shop/api', 'services/api', ['a', 'b', 'c', 'd'])],
  ['BUILD_CONTEXT_MISSING', errors.buildContextMissing('shop/api', 'Dockerfile', 'services/api/Dockerfile')],
  ['BUILD_CACHE_IMMUTABLE', errors.buildCacheImmutable('shop/api', 'buildcache')],
  [
    'BUILDER_CANNOT that others can',
    errors.builderCannot('shop/api', 'docker', { options: ['several platforms'], able: ['buildx', 'podman'] }),
  ],
  [
    'BUILDER_CANNOT that nobody can',
    errors.builderCannot('shop/api', 'podman', { options: ['builder', 'cache to'], able: [] }),
  ],
  [
    'NO_BUILDER',
    errors.noBuilder('shop/api', { docker: 'there is no docker command on the PATH' }, ['docker', 'podman']),
  ],
  ['BUILD_SECRET_MISSING', errors.buildSecretMissing('shop/api', 'npm', 'environment variable NPM_TOKEN is not set')],
  ['BUILD_FAILED', errors.buildFailed('shop/api', 'docker build: exit code 1', ['step 1', 'npm ERR! missing'])],
  ['BUILT_IMAGE_GONE', errors.builtImageGone('shop/api')],
  ['REGISTRY_LOGIN_FAILED', errors.registryLoginFailed('host', 'docker login: exit code 1', ['denied'])],
  ['PUSH_FAILED', errors.pushFailed('shop/api:v1.2.3', 'docker push: exit code 1', { evidence: ['broken pipe'] })],
  ['PUSH_REFUSED', errors.pushRefused('shop/api:v1.2.3', 'DENIED')],
  ['PUSH_NOT_VERIFIED', errors.pushNotVerified('shop/api:v1.2.3')],
  [
    'IMAGE_VULNERABLE',
    errors.imageVulnerable('shop/api:v1.2.3', { failOn: 'HIGH', findings: ['CRITICAL CVE-1 openssl 3', 'HIGH CVE-2'] }),
  ],
  [
    'IMAGE_VULNERABLE in many ways',
    errors.imageVulnerable('shop/api:v1.2.3', {
      failOn: 'LOW',
      findings: Array.from({ length: 12 }, (_, index) => `LOW CVE-${index}`),
    }),
  ],
  ['SCAN_IMPOSSIBLE of an unknown system', errors.scanImpossible('shop/api:v1.2.3', 'UNSUPPORTED_IMAGE')],
  ['SCAN_IMPOSSIBLE', errors.scanImpossible('shop/api:v1.2.3', 'FAILED')],
  ['SCAN_UNFINISHED', errors.scanUnfinished('shop/api:v1.2.3', { status: 'IN_PROGRESS', minutes: 10 })],
  ['SCAN_UNFINISHED that never began', errors.scanUnfinished('shop/api:v1.2.3', { status: 'not there', minutes: 10 })],
  ['REGISTRY_ERROR', errors.registryError('GET host/v2/', 'read ECONNRESET')],
  ['REGISTRY_DENIED', errors.registryDenied('GET host/v2/shop/api/manifests/v1: 401 UNAUTHORIZED: Not Authorized')],
  ['DISK_FULL', errors.diskFull('the build of shop/api', new Error('ENOSPC: no space left on device, write'))],
  ['DIGEST_MISMATCH', errors.digestMismatch('ghcr.io/shop/base', { digest: 'sha256:aaaa', actual: 'sha256:bbbb' })],
  ['DIGEST_UNSUPPORTED', errors.digestUnsupported('md5:aaaa')],
  ['REGISTRY_AUTH_HOST', errors.loginHostRefused('registry.example.com', 'https://gitlab.example.com')],
  ['BASE_IMAGE_UNREADABLE', errors.baseImageUnreadable('node:24', 'docker.io has no such image')],
])('%s', (name, error) => {
  expect(name.startsWith(error.code)).toBe(true);
  const { message, hint, category, because, evidence } = errorInfo(error);
  expect({ category, message, hint, because, ...(evidence === undefined ? {} : { evidence }) }).toMatchSnapshot();
});
