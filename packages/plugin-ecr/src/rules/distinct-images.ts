import { canonicalJson, type Json, type PluginTarget, type TargetId } from '@funade/core';
import { buildConflict } from '../errors.ts';
import type { Build, EcrOptions } from '../options.ts';

/** One image of the plan and everybody who runs it. */
export interface PlannedImage {
  readonly repository: string;
  readonly build: Build;
  readonly users: readonly ImageUser[];
}

/** A target, and the name it knows the image by; null when it has one image only. */
export interface ImageUser {
  readonly target: TargetId;
  readonly name: string | null;
}

/**
 * The images that the targets ask for, each once, in the order they are first named.
 *
 * @throws IMAGE_BUILD_CONFLICT when one repository is built in two ways: both would get the release's tag.
 */
export function distinctImages(targets: readonly PluginTarget<EcrOptions>[]): readonly PlannedImage[] {
  const images = new Map<string, { repository: string; build: Build; users: ImageUser[] }>();
  for (const target of targets) {
    for (const { name, repository, build } of imagesOf(target.options)) {
      const user = { target: target.id, name };
      const known = images.get(repository);
      if (known === undefined) images.set(repository, { repository, build, users: [user] });
      else if (sameBuild(known.build, build)) known.users.push(user);
      else throw buildConflict(repository, [...known.users.map((one) => one.target), target.id]);
    }
  }
  return [...images.values()];
}

interface NamedImage {
  readonly name: string | null;
  readonly repository: string;
  readonly build: Build;
}

function imagesOf(options: EcrOptions): readonly NamedImage[] {
  if (options.images !== undefined) {
    return Object.entries(options.images).map(([name, { repository, build }]) => ({ name, repository, build }));
  }
  const { repository, build } = options;
  return repository === undefined || build === undefined ? [] : [{ name: null, repository, build }];
}

function sameBuild(a: Build, b: Build): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);
}
