/** Columns that a text takes at most: East Asian characters and pictures count two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return width;
}

/** The text cut to so many columns, with `…` where something is missing. */
export function cutText(text: string, columns: number): string {
  if (text.length <= columns && textWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  let width = 1;
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return `${kept}…`;
}
