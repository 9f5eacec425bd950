import { access } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { PluginRequest, RunContext } from '@funade/core';
import pMap from 'p-map';
import { builderCandidates } from '../builders/choose-builder.ts';
import { findBuilder } from '../builders/find-builder.ts';
import { buildKey } from '../image/build-key.ts';
import { cacheTag } from '../image/cache-of-build.ts';
import { dockerfileOf } from '../image/dirty-paths-of-build.ts';
import { distinctImages, type PlannedImage, type PrebuiltImage } from '../image/distinct-images.ts';
import { tagVerdict } from '../image/tag-verdict.ts';
import { buildContextMissing } from '../model/build-errors.ts';
import type { EcrFacts, ImageFact, PrebuiltFact } from '../model/facts.ts';
import type { BuilderName } from '../options/build-options.ts';
import type { EcrOptions } from '../options/options.ts';
import { sweepOnce } from '../process/temp-folder.ts';
import { type FoundRepository, nearestRepositories, readRepositories } from '../repository/read-repositories.ts';
import { tagIsImmutable } from '../repository/tag-is-immutable.ts';
import { ignoredPaths } from './ignored-paths.ts';
import { observeScans } from './observe-scans.ts';
import { readImages } from './read-images.ts';
import { readPrebuilt } from './read-prebuilt.ts';
import { readSources } from './read-sources.ts';

/** How many prebuilt images are looked up at a time. */
const lanes = 10;

/**
 * Reads what the plan rests on: the repositories (one DescribeRepositories per hundred), what each has under the
 * release's tag (one DescribeImages per repository), the same of the environments that images are promoted from, what
 * prebuilt images are, the scans of images whose findings count, and which builder of this machine does the builds that are needed.
 *
 * @throws NO_BUILDER, BUILDER_CANNOT, BUILD_CONTEXT_MISSING, IMAGE_BUILD_CONFLICT, PROMOTION_ENVIRONMENT_UNKNOWN,
 * PREBUILT_UNREADABLE; AWS errors
 */
export async function observe(request: PluginRequest<EcrOptions>, context: RunContext): Promise<EcrFacts> {
  // Beside the calls; nobody waits for it, and it tells nothing.
  void sweepOnce(context);
  const tag = request.release.imageTag;
  const { built, promoted, prebuilt } = distinctImages(request.targets, tag);
  for (const { repository, build } of built) builderCandidates(repository, build);
  const wanted = [...built, ...promoted].map(({ repository, registryEndpoint }) => ({
    repository,
    tag,
    registryEndpoint,
  }));
  const names = wanted.map(({ repository }) => repository);
  const [tags, sources] = await Promise.all([readImages(context, wanted), readSources(promoted, context)]);
  const repositories = new Map(names.map((name, index) => [name, tags[index]?.repository ?? null]));
  const images = new Map(names.map((name, index) => [name, tags[index]?.image ?? null]));
  const missing = [...built, ...promoted].flatMap(({ repository, createRepository }) =>
    createRepository === null && repositories.get(repository) === null ? repository : [],
  );
  const [fixed, builders, nearest] = await Promise.all([
    observePrebuilt(prebuilt, repositories, context),
    observeBuilders({ request, images: built, facts: images, known: repositories }, context),
    nearestRepositories(context, missing),
  ]);
  const leftOut = await observeIgnored(built, { request, builders }, context);
  const digestOf = (name: string): string | null => {
    const fact = fixed[name] ?? images.get(name) ?? null;
    return fact !== null && 'digest' in fact ? fact.digest : null;
  };
  const scans = await observeScans(
    [...[...built, ...promoted].map((image) => ({ ...image, name: image.repository })), ...prebuilt].flatMap(
      ({ name, repository, scan }) => {
        const digest = digestOf(name);
        return scan === null || repository === null || digest === null ? [] : [{ name, repository, digest, scan }];
      },
    ),
    context,
  );
  return {
    repositories: Object.fromEntries(
      [...repositories].map(([name, found]) => [name, found === null ? null : repositoryFact(found, tag)]),
    ),
    images: Object.fromEntries(images),
    ...(promoted.length === 0 ? {} : { sources }),
    ...(prebuilt.length === 0 ? {} : { prebuilt: fixed }),
    ...(Object.keys(scans).length === 0 ? {} : { scans }),
    ...(Object.keys(leftOut).length === 0 ? {} : { leftOut }),
    ...(Object.keys(nearest).length === 0 ? {} : { nearest }),
    builders,
  };
}

/** By repository, what an ignore file keeps out of the builds that are needed. */
async function observeIgnored(
  images: readonly PlannedImage[],
  given: { readonly request: PluginRequest<EcrOptions>; readonly builders: EcrFacts['builders'] },
  { root }: RunContext,
): Promise<NonNullable<EcrFacts['leftOut']>> {
  const { dirtyPaths } = given.request.release;
  const found = await Promise.all(
    images.map(async ({ repository, build }): Promise<[string, string[]]> => {
      const builder = given.builders[repository];
      const paths = builder === undefined ? [] : await ignoredPaths(build, dirtyPaths, { builder, root });
      return [repository, [...paths]];
    }),
  );
  return Object.fromEntries(found.filter(([, paths]) => paths.length > 0));
}

async function observePrebuilt(
  images: readonly PrebuiltImage[],
  repositories: ReadonlyMap<string, FoundRepository | null>,
  context: RunContext,
): Promise<Readonly<Record<string, PrebuiltFact>>> {
  const others = images.flatMap(({ repository }) =>
    repository === null || repositories.has(repository) ? [] : repository,
  );
  const names = [...new Set(others)];
  const found = await readRepositories(context, names, async () => {
    const alone = await pMap(names, (name) => readRepositories(context, [name], async () => []), {
      concurrency: lanes,
    });
    return alone.flatMap((one) => [...one.keys()]);
  });
  const uriOf = (name: string): string | null => (found.get(name) ?? repositories.get(name))?.uri ?? null;
  const facts = await pMap(images, async (image) => readPrebuilt(image, uriOf, context), { concurrency: lanes });
  return Object.fromEntries(images.map(({ name }, index) => [name, facts[index] ?? null]));
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
  context: RunContext,
): Promise<Readonly<Record<string, BuilderName>>> {
  const { release, allow } = given.request;
  const verdicts = given.images.map((image) => ({
    image,
    kind: tagVerdict(given.facts.get(image.repository) ?? null, {
      commit: release.commit,
      adopt: allow.adoptImage,
      build: buildKey(image.build),
    }).kind,
    known: image.createRepository !== null || given.known.get(image.repository) !== null,
  }));
  // A plan that will be refused looks for no builder: the refusal is what the user has to hear.
  const refused = ['taken', 'built-otherwise', 'inaccessible'];
  if (verdicts.some(({ kind, known }) => !known || refused.includes(kind))) return {};
  const builders: Record<string, BuilderName> = {};
  for (const { image, kind } of verdicts) {
    if (kind !== 'free') continue;
    await checkContext(image, context.root);
    builders[image.repository] = await findBuilder(image, context);
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
  if (build.from !== undefined) {
    for (const path of Object.keys(build.content ?? {})) {
      const whole = posix.join(build.context, path);
      if (!(await exists(whole))) throw buildContextMissing(repository, 'content', whole);
    }
    return;
  }
  const dockerfile = dockerfileOf(build);
  if (!(await exists(dockerfile))) throw buildContextMissing(repository, 'Dockerfile', dockerfile);
}
