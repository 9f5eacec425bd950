import { distance } from 'fastest-levenshtein';
import { knownRegions } from './known-regions.ts';
import { nearestName } from './nearest.ts';
import { valueText } from './path-text.ts';

/** Regions without their numbers. */
const areas = [...new Set(knownRegions.map((region) => region.replace(/-\d+$/, '')))];

/**
 * Why a text is no region of AWS; null when it may be one. A region that is not known yet and looks like no misspelling is
 * taken: `regionDoubt` says so.
 */
export function regionProblem(region: string): string | null {
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)[a-z]$/.exec(region);
  if (zone !== null) return `${valueText(region)} is an availability zone; its region is "${zone[1]}"`;
  const [, area = '', number = ''] = /^([a-z]{2,4}(?:-[a-z]+)+)-(\d+)$/.exec(region) ?? [];
  // No area has as many as ten.
  if (areas.includes(area)) return /^[1-9]$/.test(number) ? null : notARegion(region, numbered(area, number[0] ?? '1'));
  const near = areas.find((known) => isMisspelling(area === '' ? region.replace(/-?\d*$/, '') : area, known));
  if (near !== undefined) return notARegion(region, numbered(near, number[0] ?? '1'));
  return area === '' || number.length > 1 ? `${valueText(region)} is not a region, such as "eu-west-1"` : null;
}

/** What a person should know of a region that is not in the list; null: it is. */
export function regionDoubt(region: string): string | null {
  if (knownRegions.includes(region)) return null;
  const near = nearestName(region, knownRegions);
  const hint = near === null ? '' : `; the nearest one is ${near}`;
  return `${region} is not a region that this version of Funade knows${hint}`;
}

function notARegion(region: string, meant: string): string {
  return `${valueText(region)} is not a region; did you mean "${meant}"?`;
}

/** The region of an area with a number, else its first. */
function numbered(area: string, number: string): string {
  const region = `${area}-${number}`;
  return knownRegions.includes(region)
    ? region
    : (knownRegions.find((known) => known.startsWith(`${area}-`)) ?? region);
}

/** One letter too many, too few, wrong or in another place, in the same part of the world. */
function isMisspelling(written: string, known: string): boolean {
  const text = written.toLowerCase();
  const [letters, others] = [text, known].map((name) => [...name.replaceAll('-', '')].sort().join(''));
  if (letters === others) return true;
  return text.slice(0, 2) === known.slice(0, 2) && distance(text, known) <= 1;
}
