import type { RunContext } from '@funade/core';
import pMap from 'p-map';
import { useRegistryUser } from '../login/registry-login.ts';
import type { ImageFact } from '../model/facts.ts';
import { endpointMissing } from '../model/registry-errors.ts';
import type { RegistryEndpoint } from '../options/options.ts';
import { type FoundRepository, readRepositories } from '../repository/read-repositories.ts';
import { byEndpoint } from '../repository/registry-host.ts';
import { imageFact, readTag } from './read-tagged-image.ts';

/** One tag of one repository of the context's environment. */
export interface WantedTag {
  readonly repository: string;
  readonly tag: string;
  /** By which its registry is reached. Absent: the plain one. */
  readonly registryEndpoint?: RegistryEndpoint | null;
}

/** What there is of it. */
export interface FoundTag {
  /** Null when there is no such repository. */
  readonly repository: FoundRepository | null;
  readonly image: ImageFact;
}

/** How many repositories are asked at a time. */
const lanes = 20;

/**
 * What there is under each tag, in the order asked for: one DescribeRepositories per hundred repositories, one
 * DescribeImages per tag.
 */
export async function readImages(context: RunContext, wanted: readonly WantedTag[]): Promise<readonly FoundTag[]> {
  // Most images are there already or pushed next: the login comes in the time that the tags take. Who needs it hears why it failed.
  if (wanted.length > 0) useRegistryUser(context).catch(() => {});
  const reading = pMap(wanted, ({ repository, tag }) => readTag(context, repository, tag), { concurrency: lanes });
  // Which repositories are missing is known from the tags: a batch with one of them says nothing about the others.
  const [repositories, answers] = await Promise.all([
    readRepositories(context, [...new Set(wanted.map(({ repository }) => repository))], async () => {
      const answers = await reading;
      return wanted.filter((_, index) => answers[index]?.kind !== 'no-repository').map(({ repository }) => repository);
    }),
    reading,
  ]);
  const indexes = wanted.map((_, index) => index);
  return pMap(
    indexes,
    async (index) => {
      const repository = reached(repositories.get(wanted[index]?.repository ?? ''), wanted[index]?.registryEndpoint);
      const answer = answers[index] ?? { kind: 'free' };
      return { repository, image: await imageFact(context, answer, repository?.uri ?? null) };
    },
    { concurrency: lanes },
  );
}

/** @throws REGISTRY_ENDPOINT_MISSING */
function reached(
  repository: FoundRepository | undefined,
  endpoint: RegistryEndpoint | null = null,
): FoundRepository | null {
  if (repository === undefined) return null;
  const uri = byEndpoint(repository.uri, endpoint ?? undefined);
  if (uri === null) throw endpointMissing(repository.uri, endpoint ?? '');
  return { ...repository, uri };
}
