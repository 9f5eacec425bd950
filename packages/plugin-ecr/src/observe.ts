import { access } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { PluginRequest, World } from '@funade/core';
import { findBuilder } from './builders/find-builder.ts';
import { eachLimited } from './each-limited.ts';
import { buildContextMissing } from './errors.ts';
import type { EcrFacts, ImageFact } from './facts.ts';
import type { BuilderName, EcrOptions } from './options.ts';
import { type FoundRepository, readRepositories } from './read-repositories.ts';
import { imageFact, readTag } from './read-tagged-image.ts';
import { cacheTag } from './rules/cache-of-build.ts';
import { builderCandidates } from './rules/choose-builder.ts';
import { distinctImages, type PlannedImage } from './rules/distinct-images.ts';
import { tagIsImmutable } from './rules/tag-is-immutable.ts';
import { tagVerdict } from './rules/tag-verdict.ts';

/** How many repositories are asked at a time. */
const lanes = 20;

/**
 * Reads what the plan rests on: the repositories (one DescribeRepositories per hundred), what each has under the
 * release's tag (one BatchGetImage per repository), and which builder of this machine does the builds that are needed.
 *
 * @throws NO_BUILDER, BUILDER_CANNOT, BUILD_CONTEXT_MISSING, IMAGE_BUILD_CONFLICT; AWS errors
 */
export async function observe(request: PluginRequest<EcrOptions>, world: World): Promise<EcrFacts> {
  const images = distinctImages(request.targets);
  if (images.length === 0) return { repositories: {}, images: {}, builders: {} };
  for (const { repository, build } of images) builderCandidates(repository, build);
  const names = images.map((image) => image.repository);
  const tag = request.release.imageTag;
  const reading = eachLimited(names, lanes, (name) => readTag(world, name, tag));
  // Which repositories are missing is known from the tags: a batch with one of them says nothing about the others.
  const [repositories, answers] = await Promise.all([
    readRepositories(world, names, async () => {
      const answers = await reading;
      return names.filter((_, index) => answers[index]?.kind !== 'no-repository');
    }),
    reading,
  ]);
  const facts = await eachLimited(names, lanes, async (name) => {
    const answer = answers[names.indexOf(name)] ?? { kind: 'free' };
    return [name, await imageFact(world, answer, repositories.get(name)?.uri ?? null)] as const;
  });
  const imageFacts = new Map<string, ImageFact>(facts);
  const builders = await observeBuilders({ request, images, facts: imageFacts, known: repositories }, world);
  return {
    repositories: Object.fromEntries(
      names.map((name) => {
        const repository = repositories.get(name);
        return [name, repository === undefined ? null : repositoryFact(repository, tag)];
      }),
    ),
    images: Object.fromEntries(imageFacts),
    builders,
  };
}

function repositoryFact(repository: FoundRepository, tag: string): NonNullable<EcrFacts['repositories'][string]> {
  const immutable = tagIsImmutable(repository, tag);
  return { uri: repository.uri, immutable, ...(tagIsImmutable(repository, cacheTag) ? {} : { cacheable: true }) };
}

async function observeBuilders(
  given: {
    readonly request: PluginRequest<EcrOptions>;
    readonly images: readonly PlannedImage[];
    readonly facts: ReadonlyMap<string, ImageFact>;
    readonly known: ReadonlyMap<string, unknown>;
  },
  world: World,
): Promise<Readonly<Record<string, BuilderName>>> {
  const { release, allow } = given.request;
  const verdicts = given.images.map((image) => ({
    image,
    kind: tagVerdict(given.facts.get(image.repository) ?? null, { commit: release.commit, adopt: allow.adoptImage })
      .kind,
    known: given.known.has(image.repository),
  }));
  // A plan that will be refused looks for no builder: the refusal is what the user has to hear.
  if (verdicts.some(({ kind, known }) => !known || kind === 'taken' || kind === 'inaccessible')) return {};
  const builders: Record<string, BuilderName> = {};
  for (const { image, kind } of verdicts) {
    if (kind !== 'free') continue;
    await checkContext(image, world.root);
    builders[image.repository] = await findBuilder(image, world);
  }
  return builders;
}

async function checkContext({ repository, build }: PlannedImage, root: string): Promise<void> {
  const exists = (path: string): Promise<boolean> =>
    access(join(root, path)).then(
      () => true,
      () => false,
    );
  if (!(await exists(build.context))) throw buildContextMissing(repository, 'build context', build.context);
  if (build.from !== undefined) return;
  const dockerfile = posix.join(build.context, build.dockerfile ?? 'Dockerfile');
  if (!(await exists(dockerfile))) throw buildContextMissing(repository, 'Dockerfile', dockerfile);
}
