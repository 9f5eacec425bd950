import { distance } from 'fastest-levenshtein';
import { valueText } from '../model/path-text.ts';

/** Regions without their numbers, all partitions: a new one of these areas is no mistake. */
const areas = (
  'af-south ap-east ap-northeast ap-south ap-southeast ca-central ca-west eu-central eu-north eu-south eu-west eusc-de-east ' +
  'il-central me-central me-south mx-central sa-east us-east us-west us-gov-east us-gov-west cn-north cn-northwest ' +
  'us-iso-east us-iso-west us-isob-east us-isob-west us-isof-east us-isof-south eu-isoe-west'
).split(' ');

/** Why a text is no region of AWS; null when it may be one. A region that is not known yet and looks like no misspelling is taken. */
export function regionProblem(region: string): string | null {
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)[a-z]$/.exec(region);
  if (zone !== null) return `${valueText(region)} is an availability zone; its region is "${zone[1]}"`;
  const [, area = '', number = ''] = /^([a-z]{2,4}(?:-[a-z]+)+)-(\d{1,2})$/.exec(region) ?? [];
  if (areas.includes(area)) return null;
  const near = areas.find((known) => isMisspelling(area === '' ? region.replace(/-?\d*$/, '') : area, known));
  if (near !== undefined) return `${valueText(region)} is not a region; did you mean "${near}-${number || '1'}"?`;
  return area === '' ? `${valueText(region)} is not a region, such as "eu-west-1"` : null;
}

/** One letter too many, too few, wrong or in another place, in the same part of the world. */
function isMisspelling(written: string, known: string): boolean {
  const text = written.toLowerCase();
  const [letters, others] = [text, known].map((name) => [...name.replaceAll('-', '')].sort().join(''));
  if (letters === others) return true;
  return text.slice(0, 2) === known.slice(0, 2) && distance(text, known) <= 1;
}
