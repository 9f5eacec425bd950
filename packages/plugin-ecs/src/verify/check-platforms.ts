import type { Check, ImageArtifact } from '@funade/core';
import { askedPlatform, runsOn } from '../task-definition/asked-platform.ts';
import { type Found, failed, ok, type VerifiedTarget } from './verified-target.ts';

/** What the images of a deploy run on, against what their task definitions ask for. */
export function checkPlatforms(targets: readonly VerifiedTarget[]): readonly Check[] {
  return targets.flatMap(({ id, definition, images }) => {
    const asked = askedPlatform(definition);
    return images.map((image): Check => {
      const name = image.repositoryUri.slice(image.repositoryUri.indexOf('/') + 1);
      const what = `platform of image ${image.tag === '' ? name : `${name}:${image.tag}`}`;
      return { target: id, kind: 'platform', what, ...platformFound(image, asked) };
    });
  });
}

function platformFound({ platforms }: ImageArtifact, asked: string | null): Found {
  if (asked === null) return { ...ok, reason: 'the instances of the cluster decide' };
  if (!isKnown(platforms)) return { ...ok, reason: `not built yet; ${asked} is required, and checked before the push` };
  if (platforms.length === 0) return { ...ok, reason: `the image does not say; ${asked} is required` };
  return runsOn(platforms, asked)
    ? { ...ok, reason: asked }
    : failed(`it is for ${platforms.join(', ')}, but the task definition requires ${asked}`);
}

function isKnown(platforms: ImageArtifact['platforms']): platforms is readonly string[] {
  return Array.isArray(platforms);
}
