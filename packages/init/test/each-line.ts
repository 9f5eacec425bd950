/** Every line of a text that says something, and the same text with something else there. */
export function changedLines(text: string): readonly (readonly [line: number, changed: string])[] {
  return text.split('\n').flatMap((line, index, all) => {
    const other = changedLine(line);
    return other === line ? [] : [[index + 1, all.with(index, other).join('\n')] as const];
  });
}

function changedLine(line: string): string {
  if (/^\s*(?:#|$)|:\s*\|?$/.test(line)) return line;
  const inAction = line.replace(/`([^`]*)`(?=[^`]*$)/, '`$1_x`');
  if (inAction !== line) return inAction;
  const value = line.replace(
    /((?:^|\s)"?[\w.-]+"?: )(?:"([^"`{}]*)"|([\w.:/@=$-]+))(,?)$/,
    (...[, key, quoted, bare, comma]) =>
      quoted === undefined ? `${key}${bare}${/^\d+$/.test(bare) ? '1' : 'x'}${comma}` : `${key}"${quoted}x"${comma}`,
  );
  if (value !== line || /^\s*"?[\w.-]+"?: ?[[{"]|^\s*(?:- )?[[\]{}"]/.test(line)) return value;
  // A line of a script, or an item of a list: its last word.
  return line.replace(/[\w.:/@=$-]+(?=["')\]}|]*$)/, '$&x');
}

/** Whether a line is in what is listed: it is a listed one, or stands under it. */
export function isListed(text: string, line: number, listed: readonly number[]): boolean {
  const lines = text.split('\n');
  const indent = (at: number): number => {
    const written = lines[at - 1] ?? '';
    return written.trim() === '' ? Number.POSITIVE_INFINITY : (/^\s*/.exec(written)?.[0].length ?? 0);
  };
  return listed.some((at) => {
    if (at > line) return false;
    for (let each = at + 1; each <= line; each += 1) if (indent(each) <= indent(at)) return false;
    return true;
  });
}

/** The lines that entries of a list are of, in one file: `a.yml:3,5`. */
export function linesIn(file: string, places: readonly string[]): readonly number[] {
  return places.flatMap((place) =>
    place.startsWith(`${file}:`)
      ? place
          .slice(file.length + 1)
          .split(',')
          .map(Number)
      : [],
  );
}
