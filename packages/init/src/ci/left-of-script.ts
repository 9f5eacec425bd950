import type { LeftOut } from '../model/found-project.ts';
import type { Interpreted, PlacedRemark } from './interpret-script.ts';

/** What of a script is not carried over: commands with the same reason as one entry, with the lines of all of them. */
export function leftOfScript(steps: Interpreted): readonly LeftOut[] {
  const groups = new Map<string, PlacedRemark[]>();
  const unread = steps.sets
    .filter(({ name, source }) => !steps.used.has(name) && !source.includes('$('))
    .map(({ place, source }): PlacedRemark => ({ place, source, reason: 'only what is not carried over reads it' }));
  for (const remark of [...steps.remarks, ...unread]) {
    const { place, what, reason, instead = '' } = remark;
    const key = JSON.stringify([place.file, what === undefined ? '' : `${place.line} ${what}`, reason, instead]);
    groups.set(key, [...(groups.get(key) ?? []), remark]);
  }
  return [...groups.values()].map((remarks) => {
    const [first] = remarks as [PlacedRemark];
    const lines = [...new Set(remarks.map(({ place }) => place.line))].toSorted((one, other) => one - other);
    const sources = [...new Set(remarks.map(({ source }) => source))];
    const more = sources.length > 3 ? `, and ${sources.length - 3} more` : '';
    return {
      place: `${first.place.file}:${lines.join(',')}`,
      what: first.what ?? `${sources.slice(0, 3).join('; ')}${more}`,
      reason: first.reason,
      ...(first.instead === undefined ? {} : { instead: first.instead }),
    };
  });
}
