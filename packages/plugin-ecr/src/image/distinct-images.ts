import { canonicalJson, type Json, type PluginTarget, type TargetId } from '@funade/core';
import { buildConflict } from '../model/build-errors.ts';
import type { Build } from '../options/build-options.ts';
import type { Prebuilt } from '../options/existing-image.ts';
import type { EcrOptions, ImageOptions, ReferenceForm, RegistryEndpoint } from '../options/options.ts';
import type { RepositorySettings } from '../options/repository-options.ts';
import type { ScanOptions } from '../options/scan-options.ts';

/** One image that is built and everybody who runs it. */
export interface PlannedImage {
  readonly repository: string;
  readonly build: Build;
  readonly users: readonly ImageUser[];
  /** Null: its findings do not matter. */
  readonly scan: ScanOptions | null;
  /** Null: the repository must be there. */
  readonly createRepository: RepositorySettings | null;
  readonly reference: ReferenceForm | null;
  readonly registryEndpoint: RegistryEndpoint | null;
}

/** One image that is copied from another environment and everybody who runs it. */
export interface PromotedImage {
  readonly repository: string;
  readonly from: { readonly environment: string; readonly repository: string; readonly tag: string };
  readonly users: readonly ImageUser[];
  /** Null: its findings do not matter. */
  readonly scan: ScanOptions | null;
  /** Null: the repository must be there. */
  readonly createRepository: RepositorySettings | null;
  readonly reference: ReferenceForm | null;
  readonly registryEndpoint: RegistryEndpoint | null;
}

/** One image that is there already and everybody who runs it. */
export interface PrebuiltImage {
  /** Null when `prebuilt` is a whole name. */
  readonly repository: string | null;
  readonly prebuilt: Prebuilt;
  /** What messages and facts call it. */
  readonly name: string;
  readonly users: readonly ImageUser[];
  /** Null: its findings do not matter. */
  readonly scan: ScanOptions | null;
  readonly reference: ReferenceForm | null;
}

/** A target, and the name it knows the image by; null when it has one image only. */
export interface ImageUser {
  readonly target: TargetId;
  readonly name: string | null;
}

/** The images of a plan, each once, in the order they are first named. */
export interface DistinctImages {
  readonly built: readonly PlannedImage[];
  readonly promoted: readonly PromotedImage[];
  readonly prebuilt: readonly PrebuiltImage[];
}

/**
 * The images that the targets ask for, each once. `imageTag` is the release's.
 *
 * @throws IMAGE_BUILD_CONFLICT when one repository gets its image in two ways: both would get the release's tag.
 */
export function distinctImages(targets: readonly PluginTarget<EcrOptions>[], imageTag: string): DistinctImages {
  const groups = new Map<string, { image: ImageOptions; users: ImageUser[] }>();
  for (const target of targets) {
    for (const [name, image] of imagesOf(target.options)) {
      const user = { target: target.id, name };
      const key = image.prebuilt === undefined ? (image.repository ?? '') : `prebuilt ${prebuiltName(image)}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { image, users: [user] });
      else if (sameImage(known.image, image)) known.users.push(user);
      else throw buildConflict(key, [...known.users.map((one) => one.target), target.id]);
    }
  }
  const all = [...groups.values()];
  return {
    built: all.flatMap(({ image, users }) => {
      const { repository, build, from } = image;
      if (repository === undefined || build === undefined || from !== undefined) return [];
      return [{ repository, build, users, ...settingsOf(image) }];
    }),
    promoted: all.flatMap(({ image, users }) => {
      const { repository, from } = image;
      if (repository === undefined || from === undefined) return [];
      const { environment, ...there } = typeof from === 'string' ? { environment: from } : from;
      return [
        {
          repository,
          from: { environment, repository: there.repository ?? repository, tag: there.tag ?? imageTag },
          users,
          ...settingsOf(image),
        },
      ];
    }),
    prebuilt: all.flatMap(({ image, users }) =>
      image.prebuilt === undefined
        ? []
        : [
            {
              repository: image.repository ?? null,
              prebuilt: image.prebuilt,
              name: prebuiltName(image),
              users,
              scan: image.scan ?? null,
              reference: image.reference ?? null,
            },
          ],
    ),
  };
}

function settingsOf(
  image: ImageOptions,
): Pick<PlannedImage, 'scan' | 'createRepository' | 'reference' | 'registryEndpoint'> {
  return {
    scan: image.scan ?? null,
    createRepository: image.createRepository ?? null,
    reference: image.reference ?? null,
    registryEndpoint: image.registryEndpoint ?? null,
  };
}

function imagesOf(options: EcrOptions): readonly (readonly [name: string | null, image: ImageOptions])[] {
  const { images, ...single } = options;
  return images === undefined ? [[null, single]] : Object.entries(images);
}

function prebuiltName({ repository, prebuilt }: ImageOptions): string {
  if (prebuilt === undefined || typeof prebuilt === 'string') return prebuilt ?? '';
  return 'tag' in prebuilt ? `${repository}:${prebuilt.tag}` : `${repository}@${prebuilt.digest}`;
}

/** What is built does not matter where the image is copied. */
function sameImage(a: ImageOptions, b: ImageOptions): boolean {
  const text = ({ build, ...image }: ImageOptions): string =>
    canonicalJson((image.from === undefined ? { ...image, build } : image) as unknown as Json);
  return text(a) === text(b);
}
