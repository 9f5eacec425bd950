import { plain, type Style } from './style.ts';
import { padText, textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

/** Rows with a name for each column. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

/** A row; cells that are empty to the right of the last written one may be left out. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly paint?: (text: string) => string;
  /** What stands below it, in the whole width. */
  readonly below?: readonly string[];
}

/**
 * The lines of a table, columns that are empty in every row left out. On a terminal that is too narrow for it each row
 * becomes a few lines. `width` 0: unknown, and wide enough.
 */
export function renderTable(
  { header, rows }: Table,
  { width, style = plain }: { readonly width: number; readonly style?: Style },
): readonly string[] {
  const used = header
    .map((_, column) => column)
    .filter((column) => rows.some(({ cells }) => (cells[column] ?? '') !== ''));
  const widths = used.map((column) =>
    Math.max(textWidth(header[column] ?? ''), ...rows.map(({ cells }) => textWidth(cells[column] ?? ''))),
  );
  if (width >= 20 && widths.reduce((sum, each) => sum + each + 2, -2) > width) {
    return rows.flatMap((row) => narrow(row, width));
  }
  const line = (cells: readonly string[]): string =>
    used
      .map((column, index) => padText(cells[column] ?? '', widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    style.dim(line(header)),
    ...rows.flatMap(({ cells, paint = (text) => text, below = [] }) => [
      paint(line(cells)),
      ...below.flatMap((text) => indented(text, width)),
    ]),
  ];
}

function narrow({ cells, paint = (text) => text, below = [] }: TableRow, width: number): readonly string[] {
  const [first = '', ...rest] = cells;
  const about = rest.filter((cell) => cell !== '').join(', ');
  return [paint(first), ...indented(about, width), ...below.flatMap((text) => indented(text, width))];
}

function indented(text: string, width: number): readonly string[] {
  return (width >= 20 ? wrapText(text, width - 4) : [text]).map(
    (line, index) => `${index === 0 ? '  ' : '    '}${line}`,
  );
}
