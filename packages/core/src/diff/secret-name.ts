/** Whether a name says that its value is a secret: `DB_PASSWORD`, `apiKey`, `splunk-token`, but not `TOKEN_TTL`. */
export function nameLooksSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (words.includes('webhook') && last === 'url') return true;
  if (describesSecret(words) || (last === 'id' && !words.includes('secret'))) return false;
  return (
    words.some((word) => secretWords.has(word) || /(?:password|passwd|secret|token|apikey)$/.test(word)) ||
    secretPairs.test(`_${words.join('_')}_`)
  );
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

/** Whether the last word of a name says that it describes a secret and does not hold it. */
export function describesSecret(words: readonly string[]): boolean {
  return describing.has(words.at(-1) ?? '');
}

/** `dbPassword`, `DB_PASSWORD` and `db-password` are the same two words. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
