import type { CreateRepositoryCommandInput } from '@aws-sdk/client-ecr';
import { isAwsError, translateError } from '@funade/aws';
import { defineStep } from '@funade/core';
import * as z from 'zod';
import { useEcrClient } from '../api/ecr-client.ts';
import { endpointMissing, registryError } from '../model/registry-errors.ts';
import type { RegistryEndpoint } from '../options/options.ts';
import { readRepositories } from '../repository/read-repositories.ts';
import { byEndpoint } from '../repository/registry-host.ts';
import type { RepositoryRequest } from '../repository/repository-request.ts';

/** The body of CreateRepository, and by which endpoint the repository is reached afterwards. */
type CreateInput = RepositoryRequest & { readonly registryEndpoint?: RegistryEndpoint };

const input = z.custom<CreateInput>(
  (value) => typeof (value as Partial<RepositoryRequest> | null)?.repositoryName === 'string',
  'expected the body of CreateRepository',
);

const output = z.strictObject({
  /** Host and name, as ECR says it. */
  repositoryUri: z.string(),
});

/**
 * `ecr.create-repository`: creates a repository; the input is the request body and the endpoint. One that somebody else has created since the
 * plan keeps the settings it has. The rollback leaves it: an empty repository costs nothing, and one that is not empty is not
 * ours alone.
 */
export const createRepository = defineStep<CreateInput, z.output<typeof output>>({
  kind: 'ecr.create-repository',
  input,
  output,
  effect: 'stores',
  async run({ registryEndpoint: endpoint, ...request }, context) {
    const { repositoryName: name } = request;
    const client = await useEcrClient(context);
    const { CreateRepositoryCommand } = await import('@aws-sdk/client-ecr');
    try {
      const command = new CreateRepositoryCommand(request as unknown as CreateRepositoryCommandInput);
      const { repository } = await client.send(command, { abortSignal: context.signal });
      return { repositoryUri: reachedBy(repository?.repositoryUri ?? '', endpoint) };
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isAwsError(error, 'RepositoryAlreadyExistsException')) {
        throw translateError(error, { operation: 'ecr:CreateRepository', subject: `repository ${name}` });
      }
      const found = (await readRepositories(context, [name], async () => [])).get(name);
      if (found === undefined)
        throw registryError(`creating repository ${name}`, 'ECR says that it exists, and does not return it', error);
      context.warn(`repository ${name} already exists: it keeps its settings`);
      return { repositoryUri: reachedBy(found.uri, endpoint) };
    }
  },
});

/** @throws REGISTRY_ENDPOINT_MISSING */
function reachedBy(repositoryUri: string, endpoint: RegistryEndpoint | undefined): string {
  const uri = byEndpoint(repositoryUri, endpoint);
  if (uri === null) throw endpointMissing(repositoryUri, endpoint ?? '');
  return uri;
}
