import {
  canonicalJson,
  type ImageArtifact,
  isRef,
  type Json,
  type Ref,
  ref,
  refsIn,
  type Step,
  type TargetId,
} from '@funade/core';
import { type AskedOf, imagePlatformMismatch } from '../model/platform-errors.ts';
import { askedPlatform, runsOn } from '../task-definition/asked-platform.ts';
import type { TargetPlan } from './plan-target.ts';

/**
 * Holds every image against the platforms that its task definitions ask for: one that is there at once, one that is yet to
 * be built by what its build is written to be for, and by a step behind its build and before its push.
 *
 * @throws `IMAGE_PLATFORM_MISMATCH`
 */
export function planPlatforms(targets: readonly TargetPlan[], environment: string): readonly Step[] {
  const images = askedOfImages(targets);
  return images.flatMap(({ image, asked }) => {
    if (Array.isArray(image.platforms)) {
      refuseMismatch(image, { platforms: image.platforms, asked });
      return [];
    }
    if (image.buildsFor !== undefined) refuseMismatch(image, { platforms: image.buildsFor, asked });
    const platforms = platformsRef(image);
    return platforms === null ? [] : [planCheck(image, { asked, platforms, environment })];
  });
}

/** Where the platforms of an image that is not there yet will be said; null when nobody will say it. */
function platformsRef({ platforms, reference }: ImageArtifact): Ref | null {
  if (isRef(platforms)) return platforms;
  const [from] = refsIn(reference as Json);
  return from === undefined ? null : ref(from.$ref[0], 'platforms');
}

interface AskedImage {
  readonly image: ImageArtifact;
  readonly asked: readonly AskedOf[];
}

/** Every image that some target asks a platform of, once. */
function askedOfImages(targets: readonly TargetPlan[]): readonly AskedImage[] {
  const found = new Map<string, { readonly image: ImageArtifact; readonly asked: AskedOf[] }>();
  for (const { target, images, definition } of targets) {
    const platform = askedPlatform(definition);
    if (platform === null) continue;
    for (const image of new Set(images)) {
      const key = canonicalJson(image.reference as Json);
      const known = found.get(key) ?? { image, asked: [] };
      if (!known.asked.some((one) => one.target === target.id)) known.asked.push({ target: target.id, platform });
      found.set(key, known);
    }
  }
  return [...found.values()];
}

function refuseMismatch(
  image: ImageArtifact,
  given: { platforms: readonly string[]; asked: readonly AskedOf[] },
): void {
  const unmet = given.asked.filter(({ platform }) => !runsOn(given.platforms, platform));
  if (unmet.length > 0) throw imagePlatformMismatch(nameOf(image), { ...given, asked: unmet });
}

function planCheck(
  image: ImageArtifact,
  given: { readonly asked: readonly AskedOf[]; readonly platforms: Ref; readonly environment: string },
): Step {
  const { asked, platforms, environment } = given;
  const label = `${repositoryOf(image)}@${environment}`;
  const wanted = [...new Set(asked.map(({ platform }) => platform))].sort();
  return {
    id: `ecs.check-platforms:${label}`,
    kind: 'ecs.check-platforms',
    phase: 'build',
    targets: asked.map(({ target }) => target as TargetId),
    label,
    title: `check that ${nameOf(image)} runs on ${wanted.join(' and ')}`,
    input: { image: nameOf(image), platforms: { ...platforms }, asked: asked.map((one) => ({ ...one })) },
    needs: [platforms.$ref[0]],
    after: [],
    changes: [],
  };
}

function nameOf(image: ImageArtifact): string {
  return image.tag === '' ? repositoryOf(image) : `${repositoryOf(image)}:${image.tag}`;
}

/** Without the host, which may be missing while the repository is not there yet. */
function repositoryOf({ repositoryUri }: ImageArtifact): string {
  const [host = '', ...name] = repositoryUri.split('/');
  return name.length > 0 && /[.:]|^localhost$/.test(host) ? name.join('/') : repositoryUri;
}
