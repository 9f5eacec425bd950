/** One measured figure, as it is printed. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
}

/** Two medians of one run as a ratio. */
export function ratio(
  name: string,
  ours: number,
  options: { readonly theirs: number; readonly unit: string; readonly aim?: string },
): Figure {
  const { theirs, unit, aim } = options;
  return {
    name,
    value: `${(ours / theirs).toFixed(2)} × (${ours.toFixed(0)} / ${theirs.toFixed(0)} ${unit})`,
    aim: aim ?? '',
  };
}

/** One number with its unit. */
export function figure(
  name: string,
  value: number,
  options: { readonly unit: string; readonly aim?: string; readonly digits?: number },
): Figure {
  return { name, value: `${value.toFixed(options.digits ?? 1)} ${options.unit}`, aim: options.aim ?? '' };
}

/** A table for people, in Markdown. */
export function renderFigures(figures: readonly Figure[]): string {
  const rows = [{ name: 'figure', value: 'median', aim: 'aim' }, ...figures];
  const width = (key: keyof Figure): number => Math.max(...rows.map((row) => row[key].length));
  const line = (row: Figure): string =>
    `| ${row.name.padEnd(width('name'))} | ${row.value.padEnd(width('value'))} | ${row.aim.padEnd(width('aim'))} |`;
  const rule = `| ${'-'.repeat(width('name'))} | ${'-'.repeat(width('value'))} | ${'-'.repeat(width('aim'))} |`;
  return [line(rows[0] as Figure), rule, ...figures.map(line)].join('\n');
}
