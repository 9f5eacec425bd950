import type { TargetId } from '@funade/core';
import { placeNeedsRelease, type ServiceRef } from '../model/errors.ts';

/** Throws `PLACE_NEEDS_RELEASE` where the name of cluster or service is still a template: only a release could fill it. */
export function assertPlace(target: TargetId, { cluster, service }: ServiceRef): void {
  for (const [key, text] of Object.entries({ cluster, service })) {
    if (text.includes('{{')) throw placeNeedsRelease(target, key, text);
  }
}
