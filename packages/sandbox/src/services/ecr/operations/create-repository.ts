import { denialText } from '../../../identity/check-permission.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import type { RegistryState, Repository } from '../../registry/state.ts';
import { repositoryName } from '../find.ts';
import { object, text } from '../input.ts';
import { readMutability } from '../mutability.ts';
import { readTags } from '../tags.ts';
import { repositoryView } from '../views.ts';

export const createRepository: Operation<RegistryState> = (state, { input, now, callerArn, isAllowed }) => {
  const name = repositoryName(input);
  if (state.repositories.has(name)) {
    throw new AwsFault(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${state.account}'`,
    );
  }
  const encryption = object(input, 'encryptionConfiguration');
  const repository: Repository = {
    ...newRepository(state, name, now),
    ...readMutability(input),
    scanOnPush: object(input, 'imageScanningConfiguration').scanOnPush === true,
    encryptionType: text(encryption, 'encryptionType') ?? 'AES256',
    kmsKey: text(encryption, 'kmsKey'),
    resourceTags: readTags(input),
  };
  const { arn } = repository;
  if (repository.resourceTags.size > 0 && !isAllowed('ecr:TagResource', arn)) {
    throw new AwsFault('AccessDeniedException', denialText(callerArn, { action: 'ecr:TagResource', resource: arn }));
  }
  state.repositories.set(name, repository);
  return { repository: repositoryView(state, repository) };
};

/** An empty repository with ECR's defaults. */
export function newRepository({ account, region }: RegistryState, name: string, now: number): Repository {
  return {
    name,
    arn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
    createdAt: now,
    mutability: 'MUTABLE',
    exclusions: [],
    scanOnPush: false,
    scanning: { type: 'BASIC', status: 'COMPLETE', duration: 10_000, findings: [] },
    encryptionType: 'AES256',
    kmsKey: null,
    resourceTags: new Map(),
    images: new Map(),
    tags: new Map(),
    blobs: new Set(),
    uploads: new Map(),
    lifecycle: null,
  };
}
