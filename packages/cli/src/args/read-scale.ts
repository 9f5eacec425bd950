import type { ScaleWanted } from '@funade/core';
import { usage } from '../model/errors.ts';

const most = 100_000;

/** `api=4`, `api=2..6`, `api=suspend`, `api=resume`: how many tasks each service is to run. Throws `USAGE`. */
export function readScale(written: readonly string[]): Readonly<Record<string, ScaleWanted>> {
  const wanted = new Map<string, ScaleWanted>();
  for (const text of written) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at));
    if (name === '') throw usage(`${JSON.stringify(text)} does not say what is scaled`, example);
    if (wanted.has(name)) throw usage(`service ${JSON.stringify(name)} is named twice`, 'see `funade scale --help`');
    wanted.set(name, wantedOf(text.slice(at + 1), text));
  }
  return Object.fromEntries(wanted);
}

const example =
  'write <service>=<tasks>, such as api=4, api=2..6 (where Application Auto Scaling scales it), api=suspend or api=resume';

function wantedOf(value: string, text: string): ScaleWanted {
  if (value === 'suspend' || value === 'resume') return { type: 'suspension', suspended: value === 'suspend' };
  const [, from, to] = /^(\d{1,6})(?:\.\.(\d{1,6}))?$/.exec(value) ?? [];
  if (from === undefined || Number(from) > most || Number(to ?? 0) > most) {
    throw usage(`${JSON.stringify(text)} is no number of tasks`, example);
  }
  if (to === undefined) return { type: 'count', count: Number(from) };
  if (Number(from) > Number(to)) throw usage(`${JSON.stringify(text)} ends below where it begins`, example);
  return { type: 'range', min: Number(from), max: Number(to) };
}
