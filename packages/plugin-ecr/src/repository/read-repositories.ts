import type { Repository } from '@aws-sdk/client-ecr';
import { isAwsError, translateError } from '@funade/aws';
import { nearestName, type RunContext } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';
import type { MutabilitySetting } from './tag-is-immutable.ts';

export interface FoundRepository extends MutabilitySetting {
  readonly uri: string;
}

/** The most names that DescribeRepositories takes. */
const batchSize = 100;

/**
 * The repositories of these names that there are, by name. DescribeRepositories refuses a whole batch for one missing
 * name; then the names that `existing` says are there are asked for once more.
 *
 * Source: ECR DescribeRepositories, RepositoryNotFoundException.
 */
export async function readRepositories(
  context: RunContext,
  names: readonly string[],
  existing: () => Promise<readonly string[]>,
): Promise<ReadonlyMap<string, FoundRepository>> {
  const batches = Array.from({ length: Math.ceil(names.length / batchSize) }, (_, index) =>
    names.slice(index * batchSize, (index + 1) * batchSize),
  );
  const answers = await Promise.all(
    batches.map(async (batch) => {
      const found = await describe(context, batch);
      if (found !== null) return found;
      const there = new Set(await existing());
      const rest = batch.filter((name) => there.has(name));
      return rest.length === 0 ? [] : ((await describe(context, rest)) ?? []);
    }),
  );
  return new Map(
    answers.flat().flatMap((repository) => {
      const { repositoryName: name, repositoryUri: uri } = repository;
      if (name === undefined || uri === undefined) return [];
      const { imageTagMutability, imageTagMutabilityExclusionFilters } = repository;
      return [[name, { uri, imageTagMutability, imageTagMutabilityExclusionFilters }] as const];
    }),
  );
}

/** How many pages of a thousand names a look for a likely name reads at most. */
const mostPages = 5;

/** By the name of a repository that is not there, the one that was most likely meant; none that is not near. */
export async function nearestRepositories(
  context: RunContext,
  missing: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (missing.length === 0) return {};
  const names = await allNames(context);
  return Object.fromEntries(
    missing.flatMap((name) => {
      const nearest = nearestName(name, names);
      return nearest === null ? [] : [[name, nearest]];
    }),
  );
}

/** Empty when the role may not see them: then nothing is suggested. */
async function allNames(context: RunContext): Promise<readonly string[]> {
  const client = await useEcrClient(context);
  const { DescribeRepositoriesCommand } = await import('@aws-sdk/client-ecr');
  const names: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const input = { maxResults: 1000, ...(nextToken === undefined ? {} : { nextToken }) };
    const output = await client
      .send(new DescribeRepositoriesCommand(input), { abortSignal: context.signal })
      .catch(() => null);
    context.signal.throwIfAborted();
    names.push(...(output?.repositories ?? []).flatMap(({ repositoryName }) => repositoryName ?? []));
    nextToken = output?.nextToken;
    if (nextToken === undefined) break;
  }
  return names;
}

/** Null when one of the names is not there. */
async function describe(context: RunContext, names: readonly string[]): Promise<readonly Repository[] | null> {
  const client = await useEcrClient(context);
  const { DescribeRepositoriesCommand } = await import('@aws-sdk/client-ecr');
  try {
    const output = await client.send(new DescribeRepositoriesCommand({ repositoryNames: [...names] }), {
      abortSignal: context.signal,
    });
    return output.repositories ?? [];
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'RepositoryNotFoundException')) return null;
    throw translateError(error, { operation: 'ecr:DescribeRepositories' });
  }
}
