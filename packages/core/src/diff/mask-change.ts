import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { redacted } from '../model/secret.ts';
import type { Change } from '../model/step.ts';
import { pathParts } from './change-path.ts';
import { looksSecret } from './looks-secret.ts';

/**
 * The change with every value that looks like a secret replaced by `[secret]`, and `masked` set when one was. Values are
 * known by their names (variable, label, option) and by their own shape. Masking twice changes nothing.
 */
export function maskChange(change: Change): Change {
  const { name, references } = placeOf(change.path);
  const mask = (value: Json): Json => maskJson(value, name, references);
  // When either side is hidden, so is the other: what was a password tells about what is one.
  const hidden = [change.from, change.to, change.other?.value ?? null].some(
    (value) => typeof value === 'string' && mask(value) === redacted,
  );
  const show = (value: Json): Json => (hidden && typeof value === 'string' ? redacted : mask(value));
  const from = show(change.from);
  const to = show(change.to);
  const other = change.other === undefined ? undefined : { ...change.other, value: show(change.other.value) };
  const touched = from !== change.from || to !== change.to || other?.value !== change.other?.value;
  return touched ? { ...change, from, to, ...(other === undefined ? {} : { other }), masked: true } : change;
}

/** A request body with every value that looks like a secret replaced by `[secret]`; the same object when none does. */
export function maskBody(body: Json): Json {
  return maskJson(body, null, false);
}

/** The same value, the identical object where nothing in it is masked. */
function maskJson(value: Json, name: string | null, references: boolean): Json {
  if (typeof value === 'string') {
    return looksSecret({ name: references ? null : name, value }) ? redacted : value;
  }
  if (typeof value === 'number') {
    return name !== null && !references && looksSecret({ name, value: String(value) }) ? redacted : value;
  }
  if (Array.isArray(value)) return maskList(value, name, references);
  return isJsonObject(value) ? maskObject(value, references) : value;
}

function maskObject(value: JsonObject, references: boolean): JsonObject {
  const label = [value.name, value.key].find((text) => typeof text === 'string');
  let touched = false;
  const entries = Object.entries(value).map(([key, item]) => {
    if (item === undefined) return [key, item] as const;
    const within = references || holdsReferences(key);
    // Of `{ name, value }` it is the name that says what the value is.
    const itemName = key === 'value' && typeof label === 'string' ? label : isLabel(key) ? null : key;
    const masked = maskJson(item, itemName, within);
    touched ||= masked !== item;
    return [key, masked] as const;
  });
  return touched ? Object.fromEntries(entries) : value;
}

/** Of `--password hunter2`, the word after the option is the secret; of `mysql -phunter2`, what follows the letter. */
function maskList(value: readonly Json[], name: string | null, references: boolean): readonly Json[] {
  const joined = value.some(
    (item) => typeof item === 'string' && /^(?:\S*\/)?(?:mysql|mariadb|sshpass|mongo)\w*$/.test(item),
  );
  const masked = value.map((item, index) => {
    if (joined && typeof item === 'string' && /^-p[^\s-]/.test(item)) return redacted;
    const option = index > 0 ? value[index - 1] : null;
    const word = typeof option === 'string' && /^--?[A-Za-z][\w-]*$/.test(option) ? option : name;
    return maskJson(item, word, references);
  });
  return masked.some((item, index) => item !== value[index]) ? masked : value;
}

function placeOf(path: string): { readonly name: string | null; readonly references: boolean } {
  const parts = pathParts(path);
  const last = parts.at(-1) ?? null;
  const name = last === 'value' ? (parts.at(-2) ?? null) : last;
  // `shop/token:v1` is an image, not a variable.
  return {
    name: name === null || isLabel(name) || name.includes(':') ? null : name,
    references: parts.some(holdsReferences),
  };
}

/** Lists of references: their entries say where a secret is. */
function holdsReferences(key: string): boolean {
  return ['secrets', 'secretOptions', 'repositoryCredentials', 'credentialSpecs', 'valueFrom'].includes(key);
}

function isLabel(key: string): boolean {
  return key === 'name' || key === 'key';
}
