import {
  canonicalJson,
  type Gate,
  type ImageArtifact,
  isRef,
  type Json,
  ref,
  refsIn,
  type Step,
  type StepId,
} from '@funade/core';
import type { TargetPlan } from './plan-target.ts';
import { type AskedOf, imagePlatformMismatch } from './platform-errors.ts';
import { askedPlatform, runsOn } from './rules/asked-platform.ts';

/** The checks of images that are not there yet, and the steps that wait for them. */
export interface PlatformPlan {
  readonly steps: readonly Step[];
  readonly gates: readonly Gate[];
}

/**
 * Holds every image against the platforms that its task definitions ask for: one that is there at once, one that is yet to
 * be built by a step behind its build, which its push waits for.
 *
 * @throws `IMAGE_PLATFORM_MISMATCH`
 */
export function planPlatforms(targets: readonly TargetPlan[], environment: string): PlatformPlan {
  const images = askedOfImages(targets);
  const checks = images.flatMap(({ image, asked }) => {
    if (Array.isArray(image.platforms)) {
      refuseMismatch(image, { platforms: image.platforms, asked });
      return [];
    }
    const from = refsIn(image.reference as Json)[0]?.$ref[0] as StepId | undefined;
    return from === undefined ? [] : [{ ...planCheck(image, { asked, from, environment }), from }];
  });
  return {
    steps: checks.map(({ step }) => step),
    gates: checks.flatMap(({ step, from, users, early }) =>
      (early ? [from] : users.map((target): StepId => `ecs.register-task-definition:${target}`)).map((held) => ({
        step: held,
        until: step.id,
      })),
    ),
  };
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
  given: { readonly asked: readonly AskedOf[]; readonly from: StepId; readonly environment: string },
): { readonly step: Step; readonly users: readonly string[]; readonly early: boolean } {
  const { asked, from, environment } = given;
  const early = isRef(image.platforms);
  const subject = { type: 'image', name: `${repositoryOf(image)}@${environment}` } as const;
  const platforms = early ? image.platforms : ref(from, 'platforms');
  const wanted = [...new Set(asked.map(({ platform }) => platform))].sort();
  const step: Step = {
    id: `ecs.check-platforms:${subject.name}`,
    kind: 'ecs.check-platforms',
    subject,
    title: `check that ${nameOf(image)} runs on ${wanted.join(' and ')}`,
    input: { image: nameOf(image), platforms: platforms as unknown as Json, asked: asked as unknown as Json },
    needs: refsIn(platforms as unknown as Json).map(({ $ref }) => $ref[0] as StepId),
    after: [],
    changes: [],
  };
  return { step, users: asked.map(({ target }) => target), early };
}

function nameOf(image: ImageArtifact): string {
  return image.tag === '' ? repositoryOf(image) : `${repositoryOf(image)}:${image.tag}`;
}

/** Without the host, which may be missing while the repository is not there yet. */
function repositoryOf({ repositoryUri }: ImageArtifact): string {
  const [host = '', ...name] = repositoryUri.split('/');
  return name.length > 0 && /[.:]|^localhost$/.test(host) ? name.join('/') : repositoryUri;
}
