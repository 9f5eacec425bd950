import type { ImageExpiry } from '../model/plugin.ts';

const day = 24 * 3600 * 1000;

/** So soon that whoever needs the image must know it. */
const soon = { days: 7, pushes: 3 } as const;

/** What a rule of the registry will do with an image soon, such as `deletes it on 2026-12-03`; null: nothing, or not soon. */
export function expiryText({ rule, archives, at, pushes }: ImageExpiry, now: number): string | null {
  const does = `${rule} ${archives ? 'archives' : 'deletes'} it`;
  if (at !== null) {
    const left = Date.parse(at) - now;
    if (left > soon.days * day) return null;
    return left <= 0 ? `${does} at its next evaluation` : `${does} on ${at.slice(0, 10)}`;
  }
  if (pushes === null || pushes > soon.pushes) return null;
  if (pushes === 0) return `${does} at its next evaluation`;
  return pushes === 1 ? `${does} after the next push` : `${does} after ${pushes} more pushes`;
}
