import {
  InFile,
  isValueList,
  isValueObject,
  Noted,
  plainValue,
  sameValue,
  type Value,
  type ValueObject,
} from '../model/value.ts';

/** What strings may differ by and still be the same template. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** One of the environments with what holds in it. */
export interface InEnvironment<V extends Value = ValueObject> extends EnvironmentFacts {
  readonly value: V;
}

/** What holds everywhere, and what comes over it by environment. */
export interface Folded {
  readonly common: ValueObject;
  readonly environments: Readonly<Record<string, ValueObject>>;
}

/** Whether a string is a template of the config. Paths of files are none. */
export type IsTemplate = (text: string) => boolean;

/**
 * Writes what several environments have in common once: equal values, and strings that differ by the name, account or region
 * of the environment alone, which become templates. `mergeOptions` of what comes out is what went in.
 */
export function foldEnvironments(all: readonly InEnvironment[], isTemplate: IsTemplate = () => true): Folded {
  const common: Record<string, Value> = {};
  const rest = new Map<string, Record<string, Value>>();
  const restOf = (name: string): Record<string, Value> => {
    const known = rest.get(name) ?? {};
    rest.set(name, known);
    return known;
  };
  for (const key of keysOf(all)) {
    const having = all.filter(({ value }) => Object.hasOwn(value, key));
    const values = having.map((one) => ({ ...one, value: one.value[key] ?? null }));
    const shared = having.length === all.length ? foldValue(values, isTemplate) : null;
    if (shared !== null) {
      common[key] = shared;
    } else if (having.length === all.length && values.every(({ value }) => isValueObject(plainValue(value)))) {
      const inner = foldEnvironments(
        values.map((one) => ({ ...one, value: plainValue(one.value) as ValueObject })),
        isTemplate,
      );
      const note = noteOf(values);
      common[key] = note === undefined ? inner.common : new Noted(inner.common, note);
      for (const [name, over] of Object.entries(inner.environments)) restOf(name)[key] = over;
      const said = all.every(({ name }) => inner.environments[name] !== undefined);
      if (said && Object.keys(inner.common).length === 0) delete common[key];
    } else {
      const several = values.filter(({ value }) => plainValue(value) instanceof InFile).length > 1;
      for (const { name, value } of values) restOf(name)[key] = several ? ownFile(value, name) : value;
    }
  }
  return { common, environments: Object.fromEntries(rest) };
}

/** The first comment above one of the values. */
function noteOf(all: readonly InEnvironment<Value>[]): string | undefined {
  return all.flatMap(({ value }) => (value instanceof Noted ? value.note : []))[0];
}

/** Whether there is a comment inside of it. */
function hasNotes(value: Value): boolean {
  if (value instanceof Noted) return true;
  if (isValueList(value)) return value.some(hasNotes);
  return isValueObject(value) && Object.values(value).some(hasNotes);
}

/** A file that is another one in each environment gets the name of the environment: `ecs/api.staging.json`. */
function ownFile(value: Value, environment: string): Value {
  if (value instanceof Noted) return new Noted(ownFile(value.value, environment), value.note);
  if (!(value instanceof InFile)) return value;
  return new InFile(
    value.path.replace(/(\.\w+)?$/, (ending) => `.${environment}${ending}`),
    value.value,
  );
}

/** The one value that stands for all of them; null where there is none. */
function foldValue(all: readonly InEnvironment<Value>[], isTemplate: IsTemplate): Value | null {
  const [first] = all;
  if (first === undefined) return null;
  const note = noteOf(all);
  if (all.every(({ value }) => sameValue(value, first.value))) {
    const plain = plainValue((all.find(({ value }) => hasNotes(plainValue(value))) ?? first).value);
    return note === undefined ? plain : new Noted(plain, note);
  }
  const plain = all.map((one) => ({ ...one, value: plainValue(one.value) }));
  const noted = (value: Value | null): Value | null =>
    value === null || note === undefined ? value : new Noted(value, note);
  if (plain.every(hasText)) return noted(isTemplate(plain[0]?.value ?? '') ? foldText(plain) : null);
  if (plain.every(hasList)) return noted(foldList(plain, isTemplate));
  if (plain.every(hasFile)) return noted(foldFile(plain));
  if (!plain.every(hasObject)) return null;
  const keys = keysOf(plain);
  if (plain.some(({ value }) => Object.keys(value).length !== keys.length)) return null;
  const members: Record<string, Value> = {};
  for (const key of keys) {
    const member = foldValue(
      plain.map((one) => ({ ...one, value: one.value[key] ?? null })),
      isTemplate,
    );
    if (member === null && !plain.every(({ value }) => value[key] === null)) return null;
    members[key] = member;
  }
  return noted(members);
}

function foldList(all: readonly InEnvironment<readonly Value[]>[], isTemplate: IsTemplate): Value | null {
  const length = all[0]?.value.length ?? 0;
  if (all.some(({ value }) => value.length !== length)) return null;
  const items: Value[] = [];
  for (let index = 0; index < length; index += 1) {
    const at = all.map((one) => ({ ...one, value: one.value[index] ?? null }));
    const item = foldValue(at, isTemplate);
    if (item === null && !at.every(({ value }) => value === null)) return null;
    items.push(item);
  }
  return items;
}

function foldFile(all: readonly InEnvironment<InFile>[]): Value | null {
  const path = all[0]?.value.path ?? '';
  if (all.some(({ value }) => value.path !== path)) return null;
  const value = foldValue(
    all.map((one) => ({ ...one, value: one.value.value })),
    () => true,
  );
  return value !== null && isValueObject(value) ? new InFile(path, value) : null;
}

const names = { name: '{{environment.name}}', account: '{{environment.account}}', region: '{{environment.region}}' };
const attempts: readonly (readonly (keyof typeof names)[])[] = [
  ['account', 'region', 'name'],
  ['account', 'region'],
  ['name'],
  ['region', 'name'],
  ['account', 'name'],
];

function foldText(all: readonly InEnvironment<string>[]): string | null {
  for (const facts of attempts) {
    const [first, ...others] = all.map((one) =>
      facts.reduce((text, fact) => (one[fact] === '' ? text : text.replaceAll(one[fact], names[fact])), one.value),
    );
    if (first !== undefined && others.every((text) => text === first)) return first;
  }
  return null;
}

function keysOf(all: readonly InEnvironment[]): readonly string[] {
  return [...new Set(all.flatMap(({ value }) => Object.keys(value)))];
}

function hasText(one: InEnvironment<Value>): one is InEnvironment<string> {
  return typeof one.value === 'string';
}

function hasList(one: InEnvironment<Value>): one is InEnvironment<readonly Value[]> {
  return isValueList(one.value);
}

function hasFile(one: InEnvironment<Value>): one is InEnvironment<InFile> {
  return one.value instanceof InFile;
}

function hasObject(one: InEnvironment<Value>): one is InEnvironment<ValueObject> {
  return isValueObject(one.value);
}
