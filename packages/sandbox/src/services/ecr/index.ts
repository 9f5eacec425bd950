import type { Identities } from '../../identity/identities.ts';

import type { AwsService, Operation, WireObject } from '../../model/service.ts';
import type { Registries } from '../registry/registries.ts';
import type { RegistryState } from '../registry/state.ts';
import { text, texts } from './input.ts';
import { applyLifecycles } from './lifecycle/apply.ts';
import { batchCheckLayerAvailability } from './operations/batch-check-layer-availability.ts';
import { batchDeleteImage } from './operations/batch-delete-image.ts';
import { batchGetImage } from './operations/batch-get-image.ts';
import { createRepository } from './operations/create-repository.ts';
import { deleteRepository } from './operations/delete-repository.ts';
import { describeImageScanFindings } from './operations/describe-image-scan-findings.ts';
import { describeImages } from './operations/describe-images.ts';
import { describeRepositories } from './operations/describe-repositories.ts';
import { getAuthorizationToken } from './operations/get-authorization-token.ts';
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from './operations/lifecycle-policies.ts';
import { listImages } from './operations/list-images.ts';
import { putImage } from './operations/put-image.ts';
import { putImageTagMutability } from './operations/put-image-tag-mutability.ts';
import { startImageScan } from './operations/start-image-scan.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';

const operations: Readonly<Record<string, Operation<RegistryState>>> = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  CreateRepository: createRepository,
  DeleteLifecyclePolicy: deleteLifecyclePolicy,
  DeleteRepository: deleteRepository,
  DescribeImageScanFindings: describeImageScanFindings,
  DescribeImages: describeImages,
  DescribeRepositories: describeRepositories,
  GetLifecyclePolicy: getLifecyclePolicy,
  ListImages: listImages,
  ListTagsForResource: listTagsForResource,
  PutImage: putImage,
  PutLifecyclePolicy: putLifecyclePolicy,
  PutImageTagMutability: putImageTagMutability,
  StartImageScan: startImageScan,
  TagResource: tagResource,
  UntagResource: untagResource,
};

/** ECR over the registries of a sandbox. */
export function createEcr(registries: Registries, identities: Identities): AwsService<RegistryState> {
  return {
    name: 'ecr',
    wire: { protocol: 'json', targetPrefix: 'AmazonEC2ContainerRegistry_V20150921' },
    createState: (account, region) => registries.get({ account, region }),
    operations: { ...operations, GetAuthorizationToken: getAuthorizationToken(identities) },
    advance: (state, now) => applyLifecycles(state, now),
    resource: (_, input, { account, region }) =>
      resourceOf(input, `arn:aws:ecr:${region}:${text(input, 'registryId') ?? account}:repository/`),
  };
}

function resourceOf(input: WireObject, prefix: string): string | readonly string[] | null {
  const names = texts(input, 'repositoryNames');
  if (names.length > 0) return names.map((name) => `${prefix}${name}`);
  const name = text(input, 'repositoryName');
  return name === null ? text(input, 'resourceArn') : `${prefix}${name}`;
}
