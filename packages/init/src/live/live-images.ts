import type { JsonObject } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import { parseImageName } from '../text/image-name.ts';
import type { LiveFacts, LiveService } from './live-facts.ts';
import { objectsOf } from './read-ecs.ts';

/** Which images of a service the config speaks of. */
export interface LiveImages {
  readonly ecr: ValueObject;
  /** `container` or `containers` of `ecs`. */
  readonly ecs: ValueObject;
  /** Containers that get an image by the config. */
  readonly set: readonly string[];
  readonly left: readonly LeftOut[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  /** What the tag stood for when the tasks were started; null: nobody says it. */
  readonly digest: string | null;
}

/**
 * The images of a service as they run: those from the account's own repositories, or the first where none is. Other containers keep
 * what the task definition says.
 */
export function liveImages({ definition, revision }: LiveService, facts: LiveFacts, place: string): LiveImages {
  const digests = new Map(
    objectsOf(revision?.containerImages).map(({ containerName, imageDigest }) => [containerName, imageDigest] as const),
  );
  const containers = objectsOf(definition?.containerDefinitions).map((container): Container => {
    const digest = digests.get(container.name);
    return {
      name: String(container.name),
      image: String(container.image ?? ''),
      essential: container.essential !== false,
      digest: typeof digest === 'string' && digest !== '' ? digest : null,
    };
  });
  const own = containers.filter(({ image }) => repositoryOf(image, facts) !== null);
  const first = containers.find(({ essential }) => essential) ?? containers[0];
  const chosen = own.length > 0 ? own : first === undefined ? [] : [first];
  const images = chosen.map((container) => ({ container, ...imageOf(container, facts, place) }));
  const set = chosen.map(({ name }) => name);
  const left = images.flatMap((image) => image.left);
  const [only] = images;
  if (only === undefined) return { ecr: {}, ecs: {}, set, left };
  if (images.length === 1) return { ecr: only.options, ecs: { container: only.container.name }, set, left };
  const names = keysOf(chosen.map(({ name }) => name));
  return {
    ecr: { images: Object.fromEntries(images.map(({ options }, index) => [names[index] ?? '', options])) },
    ecs: { containers: Object.fromEntries(chosen.map(({ name }, index) => [name, names[index] ?? ''])) },
    set,
    left,
  };
}

/** Names of images are letters, digits, - and _. */
function keysOf(containers: readonly string[]): readonly string[] {
  return containers.map((name) => name.replaceAll(/[^\w-]/g, '-'));
}

/** The repository of the account and region that an image comes from; null: it is from elsewhere. */
function repositoryOf(image: string, { repositories, account, region }: LiveFacts): string | null {
  const [name = ''] = image.split('@');
  const bare = /:[^/]*$/.test(name) ? name.slice(0, name.lastIndexOf(':')) : name;
  if (repositories !== null) return repositories.find(({ uri }) => uri === bare)?.name ?? null;
  const parsed = parseImageName(image);
  return parsed.kind === 'ecr' && parsed.account === account && parsed.region === region ? parsed.repository : null;
}

function imageOf(
  { image, digest: running }: Container,
  facts: LiveFacts,
  place: string,
): { readonly options: ValueObject; readonly left: readonly LeftOut[] } {
  const repository = repositoryOf(image, facts);
  const [name = '', digest] = image.split('@');
  const tag = /:([^:/]*)$/.exec(name)?.[1] ?? null;
  const moves = digest === undefined && (tag === null || tag === 'latest');
  const fixed = digest ?? (moves ? running : null);
  const left = moves ? [movingTag(image, place, running)] : [];
  const reference = referenceOf(tag, digest);
  if (repository === null) {
    const bare = tag === null ? name : name.slice(0, -tag.length - 1);
    const written = moves ? (running === null ? `${bare}:1` : `${bare}@${running}`) : image;
    return { options: { prebuilt: written, ...reference }, left };
  }
  const prebuilt: Value = tag !== null && !moves ? { tag } : { digest: fixed ?? `sha256:${'0'.repeat(64)}` };
  const how = `What runs. To have it built here, write in its place: build: { context: 'services/${repository.split('/').at(-1)}' }`;
  return {
    options: { repository, prebuilt: noted(prebuilt, how), ...(moves ? { reference: 'digest' } : reference) },
    left,
  };
}

/** How it is referred to now; a tag alone, or a digest alone, stays so. */
function referenceOf(tag: string | null, digest: string | undefined): ValueObject {
  if (digest === undefined)
    return {
      reference: noted('tag', 'As it runs. Leave it out, and tasks are pinned to the digest that was checked.'),
    };
  return tag === null ? { reference: 'digest' } : {};
}

function movingTag(image: string, place: string, running: string | null): LeftOut {
  return {
    place,
    what: `image ${image}`,
    reason:
      running === null
        ? 'its tag moves, and nothing says which image runs: a digest of zeros stands for it'
        : 'its tag moves, so the digest that runs is written: the first deploy replaces the tag by it',
    instead: 'push images under a tag of their own, or have them built: build: { context: "." }',
  };
}

/** A definition with a placeholder where the config sets the image. */
export function withoutImages(containers: readonly JsonObject[], set: readonly string[]): readonly JsonObject[] {
  return containers.map((container) =>
    set.includes(String(container.name)) ? { ...container, image: '<IMAGE1_NAME>' } : container,
  );
}
