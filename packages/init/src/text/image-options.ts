import type { LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import { parseImageName } from './image-name.ts';

/** A container of a task definition, its image as our templates write it. */
export interface ContainerImage {
  readonly name: string;
  readonly image: string;
  /** Whether something is filled into the image. */
  readonly filled: boolean;
  readonly essential: boolean;
  /** Where the image stands. */
  readonly place: string;
}

export interface ImageOptions {
  readonly ecr: ValueObject;
  /** What `ecs` says of containers. */
  readonly ecs: ValueObject;
  /** The containers whose image the deploy sets. */
  readonly set: readonly string[];
  readonly left: readonly LeftOut[];
}

/**
 * Which containers a deploy sets the image of, and what those images are: the ones that something is filled into, else the one
 * that comes from ECR, else the first.
 */
export function imageOptions(containers: readonly ContainerImage[], account: string | null): ImageOptions {
  const filled = containers.filter((container) => container.filled);
  const [only] = containers
    .filter(({ essential }) => essential)
    .toSorted((one, other) => Number(inEcr(other.image)) - Number(inEcr(one.image)));
  const chosen = filled.length > 0 ? filled : [only ?? containers[0]].filter((each) => each !== undefined);
  const images = chosen.map((container) => ({ container, ...optionsOf(container, account) }));
  const left = images.flatMap((image) => image.left);
  const set = chosen.map(({ name }) => name);
  const [first] = images;
  if (first === undefined) return { ecr: {}, ecs: {}, set, left };
  if (images.length === 1) return { ecr: first.options, ecs: { container: first.container.name }, set, left };
  const keyOf = (name: string): string => name.replaceAll(/[^\w-]/g, '-');
  return {
    ecr: { images: Object.fromEntries(images.map(({ container, options }) => [keyOf(container.name), options])) },
    ecs: { containers: Object.fromEntries(images.map(({ container: { name } }) => [name, keyOf(name)])) },
    set,
    left,
  };
}

function inEcr(image: string): boolean {
  return parseImageName(image).kind === 'ecr';
}

const build = 'To have it built here: build: { context: "." } in the place of prebuilt.';

function optionsOf(
  { image, place }: ContainerImage,
  account: string | null,
): { readonly options: ValueObject; readonly left: readonly LeftOut[] } {
  const name = parseImageName(image);
  const moving = name.digest === null && (name.tag === null || name.tag === 'latest') && !endsInTemplate(image);
  const tag = moving ? '{{release.tag}}' : name.tag;
  const left: readonly LeftOut[] = moving
    ? [
        {
          place,
          what: `image ${image}`,
          reason: 'a tag that moves is not deployed',
          instead: 'push the image with the tag of the release as well, or have it built: build: { context: "." }',
        },
      ]
    : [];
  const own = name.kind === 'ecr' && (name.account === null || account === null || name.account === account);
  if (!own) {
    const base = name.kind === 'ecr' ? image.slice(0, image.indexOf('/') + 1) + name.repository : name.name;
    const ending = name.digest === null ? (tag === null ? '' : `:${tag}`) : `@${name.digest}`;
    return { options: { prebuilt: base + ending }, left };
  }
  const prebuilt: Value = name.digest === null ? { tag: tag ?? '{{release.tag}}' } : { digest: name.digest };
  return { options: { repository: name.repository, prebuilt: noted(prebuilt, build) }, left };
}

/** Whether the image is a template as a whole, which may contain a tag. */
function endsInTemplate(image: string): boolean {
  return /^\{\{[^{}]*\}\}$/.test(image);
}
