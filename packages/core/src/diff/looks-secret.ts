import { isJsonObject, type Json } from '../model/json.ts';
import { entropy, looksRandom } from './looks-random.ts';
import { maskText } from './mask-text.ts';
import { describesSecret, nameLooksSecret, wordsOf } from './secret-name.ts';
import { findSecretShapes } from './secret-shape.ts';

/** One variable, label or option as it stands in a task definition. */
export interface NamedValue {
  /** Null when the value has no name, such as an argument of a command. */
  readonly name: string | null;
  readonly value: string;
}

/**
 * Whether a value must not be shown: its name says that it is a secret, or it has the shape of one. A reference to a
 * secret (an ARN) and a setting about secrets (`TOKEN_TTL`, `PASSWORD_RESET=true`) are none.
 *
 * It errs on the side of hiding: a hidden harmless value costs a look elsewhere, a secret that was shown cannot be taken off the screen.
 */
export function looksSecret({ name, value }: NamedValue): boolean {
  if (value === '' || isReference(value)) return false;
  return (
    (name !== null && !isSwitch(value) && (nameLooksSecret(name) || isKeyLike(name, value))) || valueLooksSecret(value)
  );
}

function valueLooksSecret(value: string): boolean {
  return (
    findSecretShapes(value).length > 0 ||
    moreShapes.some((shape) => shape.test(value)) ||
    looksRandom(value) ||
    maskText(value) !== value ||
    documentLooksSecret(value)
  );
}

/** Longer documents are told by the shapes in them alone. */
const longestDocument = 100_000;

/** JSON in a value, also JSON in the strings of that JSON: known by its names as everything else is. */
function documentLooksSecret(value: string): boolean {
  if (!/^\s*[[{"]/.test(value) || value.length > longestDocument) return false;
  try {
    return holdsSecret(JSON.parse(value), null);
  } catch {
    return false;
  }
}

function holdsSecret(value: Json, name: string | null): boolean {
  if (typeof value === 'string' || typeof value === 'number') return looksSecret({ name, value: String(value) });
  if (Array.isArray(value)) return value.some((item) => holdsSecret(item, name));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([key, item]) => item !== undefined && holdsSecret(item, key));
}

/** A name of key, token and the like, whatever it begins with, and a value that nobody would think up. */
function isKeyLike(name: string, value: string): boolean {
  const words = wordsOf(name);
  if (!words.some((word) => /^(?:keys?|tokens?|secrets?|passwords?|hash|htpasswd|signature|webhook)$/.test(word)))
    return false;
  if (describesSecret(words) || !/^[\w+/=.~:-]{16,}$/.test(value) || value.includes('://')) return false;
  return /\d/.test(value) && /[a-z]/i.test(value) && entropy(value) >= 3;
}

const moreShapes: readonly RegExp[] = [
  // A password with a slash that nobody has encoded; what stands behind a port is a path.
  /:\/\/[^\s/:@]*:(?!\d+[/?#])[^\s@]{1,200}@/,
  /(?:password|passwd|pwd|secret|api[_-]?key|account[_-]?key|access[_-]?key|private[_-]?key|token)["']?\s{0,3}[=:]\s{0,3}["']?[^\s"';&,<]{3,}/i,
  /[?&](?:sig|signature|x-amz-signature|x-amz-security-token|code|key|token)=[^&\s]{8,}/i,
  /\bxox[abeoprs]-[\w-]{10,}/,
  /\bhooks\.slack\.com\/(?:services|workflows)\/\S+/,
  /\b(?:sk|rk|pk|whsec)_(?:live|test)_\w{10,}|\bwhsec_\w{10,}/,
  /\bsk-[\w-]{20,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bAIza[\w-]{30,}/,
  /\b(?:npm|pypi|dop_v1|hvs|glsa|shpat|github_pat)[_.-]\w{20,}/,
  /-----BEGIN PGP PRIVATE KEY BLOCK-----/,
];

/** `arn:aws:secretsmanager:…`: it names where a value is. ECS resolves it, or the application does. */
function isReference(value: string): boolean {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:\S+$/.test(value) && findSecretShapes(value).length === 0;
}

function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null|[01])$/i.test(value);
}
