import { durationText } from './duration-text.ts';

const day = 24 * 60 * 60 * 1000;

/** How long ago something was, of milliseconds: `3 days` from two days on, else `24 h 17 min`. */
export function ageText(milliseconds: number): string {
  return milliseconds >= 2 * day ? `${Math.floor(milliseconds / day)} days` : durationText(milliseconds);
}
