import type { ImageExpiry } from '../model/found-image.ts';

const day = 24 * 3600 * 1000;

/** So soon that whoever needs the image must know it. */
const soon = { days: 7, pushes: 3 } as const;

/** Whether a rule of the registry takes an image away soon. */
export function expiresSoon({ at, pushes }: ImageExpiry, now: number): boolean {
  if (at !== null) return Date.parse(at) - now <= soon.days * day;
  return pushes !== null && pushes <= soon.pushes;
}

/** What a rule of the registry does with an image, such as `rule 2 of its lifecycle policy deletes it on 2026-12-03`. */
export function expiryText({ rule, archives, at, pushes }: ImageExpiry, now: number): string {
  const does = `${rule} ${archives ? 'archives' : 'deletes'} it`;
  if (at !== null) {
    return Date.parse(at) <= now ? `${does} at its next evaluation` : `${does} on ${at.slice(0, 10)}`;
  }
  if (pushes === null) return does;
  if (pushes === 0) return `${does} at its next evaluation`;
  return pushes === 1 ? `${does} after the next push` : `${does} after ${pushes} more pushes`;
}
