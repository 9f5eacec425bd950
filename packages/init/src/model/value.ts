/** What stands in a config as it would be written: JSON, expressions, and where it is to stand. */
export type Value = null | boolean | number | string | RegExp | Code | Noted | InFile | readonly Value[] | ValueObject;

/** An object of a config; its keys are written in their order. */
export interface ValueObject {
  readonly [key: string]: Value;
}

/** An expression of TypeScript, written as it is. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value with a comment above it. */
export class Noted {
  readonly value: Value;
  readonly note: string;
  constructor(value: Value, note: string) {
    this.value = value;
    this.note = note;
  }
}

/** A value that stands in a JSON file of its own, the path of which the config names. */
export class InFile {
  readonly path: string;
  readonly value: ValueObject;
  constructor(path: string, value: ValueObject) {
    this.path = path;
    this.value = value;
  }
}

/** An expression of TypeScript, written as it is: `code('process.env.STAGE')`. */
export const code = (text: string): Code => new Code(text);

/** The value with a comment above it; each line of the text is one. */
export const noted = (value: Value, note: string): Noted => new Noted(value, note);

/** The value in a JSON file of its own. Where environments differ in it, each gets one: `ecs/api.staging.json`. */
export const inFile = (path: string, value: ValueObject): InFile => new InFile(path, value);

/** Whether it is an object that holds values by key. */
export function isValueObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegExp) &&
    !(value instanceof Code) &&
    !(value instanceof Noted) &&
    !(value instanceof InFile)
  );
}

/** Whether it is a list of values. */
export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value without a comment above it. */
export function plainValue(value: Value): Exclude<Value, Noted> {
  return value instanceof Noted ? plainValue(value.value) : value;
}

/** Whether two values say the same; comments and the order of keys do not count. */
export function sameValue(first: Value, second: Value): boolean {
  const a = plainValue(first);
  const b = plainValue(second);
  if (a instanceof RegExp || b instanceof RegExp)
    return a instanceof RegExp && b instanceof RegExp && String(a) === String(b);
  if (a instanceof Code || b instanceof Code) return a instanceof Code && b instanceof Code && a.text === b.text;
  if (a instanceof InFile || b instanceof InFile) {
    return a instanceof InFile && b instanceof InFile && a.path === b.path && sameValue(a.value, b.value);
  }
  if (isValueList(a) || isValueList(b)) {
    if (!isValueList(a) || !isValueList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameValue(item, b[index] ?? null));
  }
  if (!isValueObject(a) || !isValueObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null))
  );
}
