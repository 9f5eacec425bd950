import { isJsonObject, type Json, type Target } from '@funade/core';
import { objectAt, textAt } from './values-at.ts';

/** The version that a sandbox made from a config runs before the first deploy. */
export const runningVersion = 'v0.0.0';

/** An image of a service, as the sandbox has it before the first deploy. */
export interface SeededImage {
  /** How a task definition of a seed refers to it. */
  readonly reference: string;
  /** Null: it is in a registry elsewhere. */
  readonly repository: string | null;
  /** Its tag; null: it is known by a digest, which no stand-in can have. */
  readonly tag: string | null;
  /** What the config writes about it. */
  readonly options: Json;
}

/** The images of a target by the names that containers refer to; that of a single one is the empty text. */
export function imagesOf({ options }: Target): ReadonlyMap<string, SeededImage> {
  const ecr = isJsonObject(options.ecr) ? options.ecr : {};
  const named = isJsonObject(ecr.images) ? Object.entries(ecr.images) : [['', ecr] as const];
  return new Map(named.map(([name, written]) => [name, imageOf(written ?? null)]));
}

function imageOf(options: Json): SeededImage {
  const repository = textAt(options, 'repository');
  const external = textAt(options, 'prebuilt');
  if (repository === null) {
    return { reference: external ?? `stand-in:${runningVersion}`, repository: null, tag: null, options };
  }
  const prebuilt = objectAt(options, 'prebuilt');
  const fixed = textAt(prebuilt, 'tag');
  const isFixed = fixed !== null && !fixed.includes('{{');
  const tag = textAt(prebuilt, 'digest') === null ? (isFixed ? fixed : runningVersion) : null;
  return { reference: `{{registry}}/${repository}:${tag ?? runningVersion}`, repository, tag, options };
}

/** The image of each container that gets one. */
export function containerImages(target: Target): ReadonlyMap<string, SeededImage> {
  const images = imagesOf(target);
  const ecs = isJsonObject(target.options.ecs) ? target.options.ecs : {};
  const single = textAt(ecs, 'container');
  const only = [...images.values()][0];
  const given = (name: string): SeededImage | undefined => images.get(name) ?? (images.size === 1 ? only : undefined);
  const named: readonly (readonly [string, string])[] =
    single === null
      ? Object.entries(objectAt(ecs, 'containers')).flatMap(([container, written]) => {
          const image = typeof written === 'string' ? written : textAt(written, 'image');
          return image === null ? [] : [[container, image] as const];
        })
      : [[single, '']];
  return new Map(
    named.flatMap(([container, image]) => {
      const found = given(image);
      return found === undefined ? [] : [[container, found] as const];
    }),
  );
}
