import { parseImageName } from '../text/image-name.ts';
import type { BuildFact, CiFact } from './model.ts';

/** A repository in ECR that a pipeline pushes to, and how the image is made. */
export interface CiImage {
  /** Null: it is in a variable together with its registry, or is none of ECR. */
  readonly repository: string | null;
  /** Tags that it gets, as templates. */
  readonly tags: readonly string[];
  readonly build: BuildFact | null;
  /** Names that it is pushed or built under. */
  readonly names: readonly string[];
}

/** Where an image goes, and its tag. */
export interface ImagePlace {
  readonly repository: string | null;
  readonly tag: string | null;
}

/** The images that the steps of a pipeline build and push, one for each build. */
export function findImages(facts: readonly CiFact[]): readonly CiImage[] {
  const tagged = facts.flatMap((fact) => (fact.kind === 'tag' ? [fact] : []));
  const pushed = facts.flatMap((fact) => (fact.kind === 'push' ? [fact.image] : []));
  const builds = facts.flatMap((fact) => (fact.kind === 'build' ? [fact] : []));
  const images = builds.map((build) => {
    const names = new Set(build.images);
    // A tag may be given to what another tag was given to.
    for (const { from, to } of tagged) if (names.has(from) || names.has(withoutLatest(from))) names.add(to);
    for (const image of pushed) if ([...names].some((name) => nameOf(name) === nameOf(image))) names.add(image);
    return imageOf([...names], build);
  });
  const known = new Set(images.flatMap(({ names }) => names.map(nameOf)));
  const others = [...new Set(pushed)].filter((image) => !known.has(nameOf(image)));
  return [...images, ...others.map((image) => imageOf([image], null))];
}

function imageOf(names: readonly string[], build: BuildFact | null): CiImage {
  const places = names.map(placeOfImage);
  return {
    repository: places.find(({ repository }) => repository !== null)?.repository ?? null,
    tags: [...new Set(places.flatMap(({ tag }) => (tag === null ? [] : [tag])))],
    build,
    names,
  };
}

/** The repository that an image is in, where its registry is ECR or what a variable names. */
export function placeOfImage(image: string): ImagePlace {
  const name = parseImageName(image);
  if (name.kind === 'ecr') return { repository: name.repository, tag: name.tag };
  const [, registry, repository] = /^(\{\{.*?\}\})\/(.+)$/.exec(name.name) ?? [];
  const foreign = registry === undefined || registry.includes('CI_REGISTRY');
  return { repository: foreign ? null : (repository ?? null), tag: name.tag };
}

/** A name without its tag. */
export function nameOf(image: string): string {
  const name = parseImageName(image);
  return name.kind === 'ecr' ? `ecr/${name.repository}` : name.name;
}

function withoutLatest(image: string): string {
  return image.replace(/:latest$/, '');
}

/** The image that a container gets: by its name, else the one that is of the service, else the only one. */
export function imageFor(
  images: readonly CiImage[],
  { image, service }: { readonly image: string | null; readonly service: string },
): CiImage | null {
  if (image !== null) {
    const named = images.find(({ names }) => names.some((name) => name === image || nameOf(name) === nameOf(image)));
    if (named !== undefined) return named;
    const { repository, tag } = placeOfImage(image);
    if (repository !== null) {
      const same = images.find((each) => each.repository === repository);
      return same ?? { repository, tags: tag === null ? [] : [tag], build: null, names: [image] };
    }
  }
  const built = images.filter(({ build }) => build !== null);
  if (images.length === 1 || built.length === 1) return built[0] ?? images[0] ?? null;
  const words = service.split(/[-_/.]+/);
  return (
    images.find(
      ({ repository }) => repository !== null && words.some((word) => repository.split(/[-_/.]+/).includes(word)),
    ) ?? null
  );
}
