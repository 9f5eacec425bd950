import type { ImageScan, Repository, StoredImage } from './state.ts';

/** A scan of an image that begins now. */
export function beginScan({ scanning }: Repository, now: number): ImageScan {
  const { type, status, duration, findings } = scanning;
  return { type, status, startedAt: now, completedAt: now + duration, findings };
}

/** Whether a manifest is one that ECR scans: an image, and neither an index nor a signature. */
export function isScannable({ children, platforms }: Pick<StoredImage, 'children' | 'platforms'>): boolean {
  return children.length === 0 && platforms.length > 0;
}
