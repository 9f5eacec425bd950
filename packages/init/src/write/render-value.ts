import { Code, InFile, isValueList, isValueObject, Noted, type Value, type ValueObject } from '../model/value.ts';

const width = 110;

/** Where a value is written. */
export interface Place {
  /** Columns that its lines begin at. */
  readonly indent: number;
  /** How many levels are written with a line for each member, however short they are. Default: none. */
  readonly open?: number;
}

/** The TypeScript of a value: on one line where it fits and has no comments, else with a line for each key. */
export function renderValue(value: Value, { indent, open = 0 }: Place): string {
  const line = open > 0 && hasMembers(value) ? null : inline(value);
  if (line !== null && indent + line.length <= width) return line;
  const below = { indent: indent + 2, open: open - 1 };
  const pad = ' '.repeat(below.indent);
  const end = ' '.repeat(indent);
  if (isValueList(value)) {
    const items = value.map((item) => `${noteLines(item, pad)}${pad}${renderValue(bare(item), below)},\n`);
    return `[\n${items.join('')}${end}]`;
  }
  if (isValueObject(value)) {
    const members = Object.entries(value).map(
      ([key, item]) => `${noteLines(item, pad)}${pad}${keyText(key)}: ${renderValue(bare(item), below)},\n`,
    );
    return members.length === 0 ? '{}' : `{\n${members.join('')}${end}}`;
  }
  return scalar(value);
}

function hasMembers(value: Value): boolean {
  if (isValueList(value)) return value.length > 0;
  return isValueObject(value) && Object.keys(value).length > 0;
}

/** The value on one line; null where it has comments. */
function inline(value: Value): string | null {
  if (value instanceof Noted) return null;
  if (isValueList(value)) {
    const items = value.map(inline);
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  if (!isValueObject(value)) return scalar(value);
  const members = Object.entries(value).map(([key, item]) => [keyText(key), inline(item)] as const);
  if (members.some(([, text]) => text === null)) return null;
  return members.length === 0 ? '{}' : `{ ${members.map(([key, text]) => `${key}: ${text}`).join(', ')} }`;
}

function scalar(value: Exclude<Value, readonly Value[] | ValueObject>): string {
  if (value instanceof Noted) return renderValue(value.value, { indent: 0 });
  if (value instanceof Code) return value.text;
  if (value instanceof InFile) return stringText(value.path);
  if (value instanceof RegExp) return String(value);
  return typeof value === 'string' ? stringText(value) : String(value);
}

/** A string in single quotes, or in double ones where that needs no backslash. */
export function stringText(text: string): string {
  const json = JSON.stringify(text).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped);
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : stringText(key);
}

/** The comment above a value, with a line end behind each line. */
export function noteLines(value: Value, pad: string): string {
  return value instanceof Noted ? commentText(value.note, pad) : '';
}

/** Lines of comments; what a text from elsewhere contains cannot end them. */
export function commentText(text: string, pad: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/).filter((line) => line.trim() !== '');
  return lines.map((line) => `${pad}// ${line.trim()}\n`).join('');
}

function bare(value: Value): Value {
  return value instanceof Noted ? bare(value.value) : value;
}
