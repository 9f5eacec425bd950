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
 * It errs on the side of hiding: a hidden harmless value costs a look elsewhere, a shown secret can't be taken back.
 */
export function looksSecret({ name, value }: NamedValue): boolean {
  if (value === '' || isReference(value)) return false;
  return (name !== null && nameLooksSecret(name) && !isSwitch(value)) || valueLooksSecret(value);
}

/** Whether a name says that its value is a secret: `DB_PASSWORD`, `apiKey`, `splunk-token`, but not `TOKEN_TTL`. */
export function nameLooksSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (words.includes('webhook') && last === 'url') return true;
  if (describing.has(last) || (last === 'id' && !words.includes('secret'))) return false;
  return (
    words.some((word) => secretWords.has(word) || /(?:password|passwd|secret|token|apikey)$/.test(word)) ||
    secretPairs.test(`_${words.join('_')}_`)
  );
}

function valueLooksSecret(value: string): boolean {
  return findSecretShapes(value).length > 0 || moreShapes.some((shape) => shape.test(value)) || looksRandom(value);
}

const secretWords = new Set(
  'password passwords passwd passphrase pass pwd pw secret secrets token tokens jwt credential credentials cred creds apikey privatekey salt pepper pin otp dsn cookie'.split(
    ' ',
  ),
);

const secretPairs =
  /_(?:api|access|private|encryption|encrypt|signing|sign|master|license|licence|service|account|shared|session|auth|admin|client|app|hmac|aes|rsa|ssh|storage)_keys?_|_(?:connection|conn)_(?:string|str)_|_auth_(?:header|code)_/;

/** Last words of names that describe a secret and don't hold it. */
const describing = new Set(
  'arn arns name names file path dir ttl expiry expires expiration timeout seconds minutes hours days ms length size count limit max min type kind header issuer audience algorithm alg endpoint enabled disabled required rotation version region parameter prefix suffix policy host port user username url uri domain'.split(
    ' ',
  ),
);

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

/**
 * Whether a text is one long run of letters of both cases and digits, as keys are and words aren't. Hexadecimal digests,
 * commits and UUIDs have one case and are shown.
 */
function looksRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=.~-]{32,}$/.test(value)) return false;
  const longest = Math.max(...value.split(/[/._~-]/).map((part) => part.length));
  if (longest < 16 || !/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value)) return false;
  return entropy(value) >= 4.2;
}

/** Shannon's, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** `dbPassword`, `DB_PASSWORD` and `db-password` are the same two words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
