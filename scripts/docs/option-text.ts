import type { Schema } from './option-rows.ts';

/** What a schema accepts, in the notation of TypeScript. That a template may stand for any text is said once, elsewhere. */
export function typeText(schema: Schema): string {
  return unionOf(schema).join(' | ') || 'any';
}

function unionOf(schema: Schema): readonly string[] {
  const alternatives = schema.anyOf?.filter(({ pattern }) => pattern !== '\\{\\{');
  if (alternatives !== undefined) return [...new Set(alternatives.flatMap(unionOf))];
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`);
  if (schema.const !== undefined) return [`'${schema.const}'`];
  return [schema.type ?? []].flat().map((type) => typeOf(type, schema));
}

function typeOf(type: string, { items, additionalProperties, properties }: Schema): string {
  if (type === 'integer') return 'number';
  if (type === 'array') {
    const item = items === undefined ? 'object' : typeText(items);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (type !== 'object' || properties !== undefined || typeof additionalProperties !== 'object') return type;
  return `{ <name>: ${typeText(additionalProperties)} }`;
}

export interface OptionText {
  readonly meaning: string;
  /** What holds where nothing is written; null where nothing is said. */
  readonly otherwise: string | null;
}

/** A description taken apart: what an option is, as a sentence, and its default. */
export function optionText({ description = '' }: Schema): OptionText {
  const [, before = description, of, otherwise] =
    /^(.*?)(?:^|[.;,] )[Dd]efault( [\w ]+?)?: ?(.*?)\.?$/s.exec(description) ?? [];
  const meaning = before === '' ? '' : `${before.charAt(0).toUpperCase()}${before.slice(1).replace(/\.$/, '')}.`;
  return {
    meaning,
    otherwise: otherwise === undefined ? null : `${otherwise}${of === undefined ? '' : ` (${of.trim()})`}`,
  };
}

/** A value as it is written in a config: `'20m'`, `['linux/amd64']`, `{ env: 'TOKEN' }`. */
export function valueText(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('load' in value && 'name' in value) return `${String(value.name)}()`;
  const members = Object.entries(value).map(([key, member]) => `${keyText(key)}: ${valueText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`;
}
