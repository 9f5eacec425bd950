import { examplesOf } from './example-of.ts';
import { type OptionRow, optionRows, placeOf, type Schema } from './option-rows.ts';
import { optionText, typeText } from './option-text.ts';

export interface OptionsPage {
  readonly schema: Schema;
  /** A config that has an example of every option. */
  readonly example: unknown;
  /** The page as it was: the version that has first had an option stays as it was recorded. */
  readonly before: string;
  /** The version that will first have the options that are new. */
  readonly version: string;
}

/** The reference of all options of a config, as Markdown. */
export function renderOptions({ schema, example, before, version }: OptionsPage): string {
  const rows = describedRows(schema);
  const examples = examplesOf(example);
  const since = sinceOf(before);
  const sections = Map.groupBy(rows, ({ path }) => parentOf(path));
  const tables = [...sections].flatMap(([parent, members]) => [
    '',
    parent === '' ? '## The config' : `## \`${parent}\``,
    '',
    '| option | type | default | since | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...members.map((row) =>
      rowText(row, {
        example: examples.get(row.path) ?? null,
        since: since.get(anchorOf(row.path)) ?? version,
        own: [row.path, `${row.path}.<name>`, `${row.path}[]`].find((path) => sections.has(path)) ?? null,
      }),
    ),
  ]);
  return `${[...intro, ...tables].join('\n')}\n`;
}

const intro = [
  '<!-- Generated from the JSON Schema and deploy.config.example.ts: npx vitest run --project unit scripts/docs -u -->',
  '# Configuration reference',
  '',
  'Every option of `deploy.config`. [Configuration](../configuration.md) explains how they work together, and',
  '[`deploy.config.example.ts`](../../deploy.config.example.ts), which the examples come from, shows all of them in one file.',
  '',
  '- `<name>` stands for a name that you choose, `[]` for each item of a list. **Bold** options are required.',
  '- Every string below `services` is a [template](../configuration.md#templates): `{{release.version}}` may stand in it, also where the',
  '  type is a number or a boolean.',
  '- Options of `services.<name>` may also stand under `environments.<name>.defaults`, for every service there, and under',
  '  `services.<name>.environments.<name>`, for one service there. Options of `ecr` may also stand under each name of `ecr.images`.',
  '- *Since* is the version that has first had the option.',
];

/** The options, each where it is described. */
export function describedRows(schema: Schema): readonly OptionRow[] {
  return optionRows(schema).filter(({ path }) => placeOf(path) === path);
}

/** The object that an option belongs to. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function rowText(
  { path, schema, required }: OptionRow,
  { example, since, own }: { readonly example: string | null; readonly since: string; readonly own: string | null },
): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const { meaning, otherwise } = optionText(schema);
  const below = own === null ? '' : ` [Its options](#${headingOf(own)}).`;
  const shown = `${cell(meaning)}${below}${example === null ? '' : ` Example: ${code(example)}`}`;
  const named = required ? `**${code(name)}**` : code(name);
  const cells = [named, code(typeText(schema)), otherwise === null ? '' : cell(otherwise), since, shown];
  return `| <a id="${anchorOf(path)}"></a>${cells.join(' | ').replaceAll('  ', ' ')} |`;
}

/** As GitHub and GitLab name the anchor of a heading. */
function headingOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '');
}

/** `services.<name>.ecr.build` is `services-name-ecr-build`. */
export function anchorOf(path: string): string {
  return path.replaceAll(/[<>]/g, '').replaceAll('[]', '-item').replaceAll('.', '-').replaceAll('$', '');
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', '\\|')}${fence}`;
}

/** `<NAME>` in a description is a text, and no tag. */
function cell(text: string): string {
  return text.replaceAll(/(`[^`]*`)|([|<])/g, (_, quoted, mark) => quoted ?? (mark === '<' ? '&lt;' : '\\|'));
}

/** The versions that a page records, by the anchor of the option. */
function sinceOf(page: string): ReadonlyMap<string, string> {
  const rows = page.matchAll(/^\| <a id="([^"]*)"><\/a>.*? \| (\d+\.\d+\.\d+) \| /gm);
  return new Map([...rows].map(([, anchor = '', version = '']) => [anchor, version]));
}
