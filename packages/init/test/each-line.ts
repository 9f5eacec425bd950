/** Every line of a text that has a value, and the same text with another value there. */
export function changedLines(text: string): readonly (readonly [line: number, changed: string])[] {
  return text.split('\n').flatMap((line, index, all) => {
    const other = changedLine(line);
    return other === line ? [] : [[index + 1, all.with(index, other).join('\n')] as const];
  });
}

function changedLine(line: string): string {
  if (/^\s*#/.test(line)) return line;
  const inAction = line.replace(/`([^`]*)`(?=[^`]*$)/, '`$1_x`');
  if (inAction !== line) return inAction;
  return line.replace(
    /(^\s*(?:- )?(?!.*:$)|"?[\w.-]+"?: )(?:"([^"`{}]*)"|([\w.:/@=$-]+))(,?)$/,
    (...[, key, quoted, bare, comma]) =>
      quoted === undefined ? `${key}${bare}${/^\d+$/.test(bare) ? '1' : 'x'}${comma}` : `${key}"${quoted}x"${comma}`,
  );
}

/** Whether a line is in what is listed: it is a listed one, or stands under it. */
export function isListed(text: string, line: number, listed: readonly number[]): boolean {
  const lines = text.split('\n');
  const indent = (at: number): number => {
    const written = lines[at - 1] ?? '';
    const [space = ''] = /^\s*/.exec(written) ?? [];
    return written.trim() === '' ? Number.POSITIVE_INFINITY : space.length;
  };
  return listed.some((at) => {
    if (at > line) return false;
    for (let each = at + 1; each <= line; each += 1) if (indent(each) <= indent(at)) return false;
    return true;
  });
}
