import stringWidth from 'string-width';

/** Characters that take one column each: Latin ones, and the signs that we write. The library looks at each for longer. */
const plain = /^[ -~¡-¬®-˿‐-‧←-↓✓-✘]*$/;

/** Columns that a text takes on a terminal: East Asian characters and pictures two, colours and marks on letters none. */
export function textWidth(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/** The text without colours, cut to so many columns, with `…` where something is missing. */
export function cutText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  let width = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += textWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text with blanks behind it, so many that it takes `columns`. */
export function padText(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - textWidth(text)))}`;
}
