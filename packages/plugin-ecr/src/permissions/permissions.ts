import {
  type DeployPermission,
  definePermissions,
  type Note,
  type PermissionArtifact,
  type PermissionNeeds,
  type PermissionsRequest,
  type ResourceGrant,
} from '@funade/core';
import { type DistinctImages, distinctImages, type PlannedImage } from '../image/distinct-images.ts';
import type { EcrOptions } from '../options/options.ts';
import { repositoryArn, repositoryOfImage } from './repository-of-image.ts';

const looking = ['plan', 'deploy', 'rollback'] as const;

/** Which permissions building, pushing, copying and finding images needs. */
export const permissions = definePermissions({ needs });

type Request = PermissionsRequest<EcrOptions>;

function needs(request: Request): PermissionNeeds {
  const images = distinctImages(request.targets, '');
  const made = [...images.built, ...images.promoted];
  const own = (name: string): string => repositoryArn(request.environment, name);
  const read = [
    ...made.map(({ repository }) => own(repository)),
    ...images.prebuilt.flatMap((image) => repositoryOf(image, request) ?? []),
  ];
  const written = made.map(({ repository }) => own(repository));
  return {
    permissions: [
      ...(read.length === 0 ? [] : reading(unique(read))),
      ...(written.length === 0 ? [] : pushing(unique([...written, ...caches(images.built)]))),
      ...made.flatMap((image) => creating(image, own(image.repository))),
      ...scanning([...made, ...images.prebuilt], request),
      ...promoting(images, request),
      ...(written.length === 0 ? [] : pruning(unique(written))),
    ],
    artifacts: artifactsOf(images, request),
    grants: grantsOf(images, request),
    notes: notesOf(images, request),
  };
}

/** Also of a rollback, which wants to know whether the image of before is still there and for how long. */
function reading(resources: readonly string[]): readonly DeployPermission[] {
  return [
    { groups: looking, actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      groups: looking,
      actions: [
        'ecr:BatchGetImage',
        'ecr:DescribeImages',
        'ecr:DescribeRepositories',
        'ecr:GetDownloadUrlForLayer',
        'ecr:GetLifecyclePolicy',
      ],
      resources,
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
function pushing(resources: readonly string[]): readonly DeployPermission[] {
  return [
    {
      groups: ['deploy'],
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:CompleteLayerUpload',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources,
    },
  ];
}

function caches(built: readonly PlannedImage[]): readonly string[] {
  return built.flatMap(({ build: { cache } }) => {
    if (typeof cache !== 'object') return [];
    return [...(cache.from ?? []), cache.to ?? ''].flatMap((name) => repositoryOfImage(name)?.arn ?? []);
  });
}

function creating(
  { createRepository }: Pick<PlannedImage, 'createRepository'>,
  repository: string,
): readonly DeployPermission[] {
  if (createRepository === null) return [];
  const { tags, encryption } = createRepository;
  const key = encryption?.kmsKey;
  return [
    {
      groups: ['deploy'],
      actions: ['ecr:CreateRepository', ...(tags === undefined ? [] : ['ecr:TagResource'])],
      resources: [repository],
    },
    // Later pushes and pulls stand on grants that ECR holds; an alias is no resource of a policy.
    ...(key?.startsWith('arn:') === true && key.includes(':key/')
      ? [
          {
            groups: ['deploy'] as const,
            actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
            resources: [key],
          },
        ]
      : []),
  ];
}

function scanning(
  images: readonly (Pick<PlannedImage, 'scan'> & { readonly repository: string | null })[],
  request: Request,
): readonly DeployPermission[] {
  const scanned = images.flatMap(({ scan, repository }) =>
    scan === null || repository === null ? [] : repositoryArn(request.environment, repository),
  );
  if (scanned.length === 0) return [];
  return [
    {
      groups: ['plan', 'deploy'],
      actions: ['ecr:DescribeImageScanFindings'],
      resources: unique(scanned),
    },
    { groups: ['deploy'], actions: ['ecr:StartImageScan'], resources: unique(scanned) },
  ];
}

/** What the role of the environment needs that images are copied from: it is read with a session of its own. */
function promoting({ promoted }: DistinctImages, request: Request): readonly DeployPermission[] {
  const bySource = Map.groupBy(promoted, ({ from }) => from.environment);
  return [...bySource].flatMap(([name, images]): readonly DeployPermission[] => {
    const source = request.environments[name];
    if (source === undefined) return [];
    const resources = unique(images.map(({ from }) => repositoryArn(source, from.repository)));
    const groups = ['plan', 'deploy'] as const;
    return [
      { groups, environment: name, actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        groups,
        environment: name,
        actions: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:DescribeImages',
          'ecr:DescribeRepositories',
          'ecr:GetDownloadUrlForLayer',
        ],
        resources,
      },
    ];
  });
}

function pruning(resources: readonly string[]): readonly DeployPermission[] {
  return [
    {
      groups: ['prune'],
      actions: ['ecr:BatchDeleteImage', 'ecr:BatchGetImage', 'ecr:DescribeImages'],
      resources,
    },
  ];
}

function artifactsOf({ built, promoted, prebuilt }: DistinctImages, request: Request): readonly PermissionArtifact[] {
  const own = [...built, ...promoted].flatMap(({ repository, users }) =>
    users.map(({ target }) => ({ target, arn: repositoryArn(request.environment, repository) })),
  );
  const there = prebuilt.flatMap((image) => {
    const arn = repositoryOf(image, request);
    return arn === null ? [] : image.users.map(({ target }) => ({ target, arn }));
  });
  return [...own, ...there].map((each) => ({ type: 'repository', ...each }));
}

/** The repository of an image that is there already; null: it is in no ECR. */
function repositoryOf({ repository, prebuilt }: DistinctImages['prebuilt'][number], request: Request): string | null {
  if (repository !== null) return repositoryArn(request.environment, repository);
  return typeof prebuilt === 'string' ? (repositoryOfImage(prebuilt)?.arn ?? null) : null;
}

/** An image in the registry of another account is pulled by both roles there: its repository has to let them. */
function grantsOf({ prebuilt }: DistinctImages, request: Request): readonly ResourceGrant[] {
  const { account, role } = request.environment;
  return prebuilt.flatMap((image) => {
    const found = typeof image.prebuilt === 'string' ? repositoryOfImage(image.prebuilt) : null;
    if (found === null || found.account === account) return [];
    return [
      {
        resource: found.arn,
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        principals: role === null ? [] : [role],
        what: `${image.name} is pulled by the role that deploys and by the execution roles of ${image.users.map(({ target }) => target).join(', ')}`,
      },
    ];
  });
}

function notesOf(images: DistinctImages, { environment: { name } }: Request): readonly Note[] {
  const scanned = [...images.built, ...images.promoted, ...images.prebuilt].filter(({ scan }) => scan !== null);
  if (scanned.length === 0) return [];
  const targets = [...new Set(scanned.flatMap(({ users }) => users.map(({ target }) => target)))];
  const text =
    'where the registry scans with Amazon Inspector (enhanced scanning), inspector2:ListFindings and inspector2:ListCoverage on * are needed, too';
  return [{ targets, label: name, text }];
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)].toSorted();
}
