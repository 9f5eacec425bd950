import { redacted } from '../model/secret.ts';
import { looksRandom } from './looks-random.ts';
import { nameLooksSecret } from './secret-name.ts';

/** What a match shows: `$1` and `$2` are kept, the secret between them is not. */
type Mask = readonly [shape: RegExp, shown: string];

/** Secrets by their shape inside a line; each is the group that is not kept. All of them are linear in the line's length. */
const masks: readonly Mask[] = [
  [
    /-----BEGIN (?:[A-Z]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END )[\s\S]){0,20000}(?:-----END [A-Z ]{1,60}-----)?/g,
    '',
  ],
  // The last `@` of the word ends a password, which may hold anything but spaces and quotes; behind a port stands a path.
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"'<>]{0,200}:)(?!\d{1,5}(?:[/?#\s"']|$))[^\s"'<>]{1,500}(@)/gi, '$1$2'],
  [/(\bhttps?:\/\/)[0-9a-f]{32}(?::[0-9a-f]{32})?(@)/gi, '$1$2'],
  [/(\b[\w.-]{1,60}:)[^\s@"']{1,200}(@(?:tcp|unix)\()/g, '$1$2'],
  [
    /((?:authorization|proxy-authorization)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:[A-Za-z][\w-]{0,30} )?)[^\s"',\\]{6,}/gi,
    '$1',
  ],
  [/(\b(?:Bearer|Basic|Digest|Negotiate) )[A-Za-z0-9+/=._~-]{16,}/gi, '$1'],
  [/((?:^|\s)(?:-u|--user|--proxy-user)[ =]["']?[^\s:"']{1,100}:)[^\s"']+/g, '$1'],
  [/(\b(?:mysql\w{0,20}|mariadb\w{0,20}|sshpass|mongo\w{0,20})\b[^\n]{0,300}?\s-p)(?=[^\s-])[^\s"']+/g, '$1'],
  [/(\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[^\s"'<>]+/g, '$1'],
  [/(\bdiscord(?:app)?\.com\/api\/webhooks\/)[^\s"'<>]+/g, '$1'],
  [/(\b(?:[\w-]{1,60}\.)?webhook\.office\.com\/)[^\s"'<>]+/g, '$1'],
  [/(\bhooks\.zapier\.com\/hooks\/)[^\s"'<>]+/g, '$1'],
  [/(\bapi\.telegram\.org\/bot)\d{3,20}:[\w-]+/g, '$1'],
  [
    /([?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-amz-credential|code|key|token|secret|access_token|api_key|apikey|password)=)[^&\s"'<>]{4,}/gi,
    '$1',
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, ''],
  [/\b(?:FwoGZXIvYXdzE|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/=]{20,}/g, ''],
  [/\beyJ[\w-]{8,}\.(?:eyJ)?[\w-]{8,}\.[\w-]{0,}/g, ''],
  [/\bQVdTO[A-Za-z0-9+/=]{20,}/g, ''],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, ''],
  [/\bgl(?:pat|cbt|dt|ptt|rt|ft|soat)-[\w-]{20,}/g, ''],
  [/\bxox[abceoprs]-[\w-]{10,}/g, ''],
  [/\bxapp-\d-[\w-]{10,}/g, ''],
  [/\b(?:sk|rk|pk)_(?:live|test)_\w{10,}|\bwhsec_\w{10,}/g, ''],
  [/\bsk-[\w-]{20,}/g, ''],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/g, ''],
  [/\bAIza[\w-]{30,}/g, ''],
  [/\b(?:npm|pypi|dop_v1|hvs|hvb|glsa|shpat|github_pat)[_.-][\w-]{20,}/g, ''],
  // Hashes of passwords, as in htpasswd and /etc/shadow.
  [/\$(?:apr1|1|2[abxy]|5|6|7|y|argon2(?:id|i|d)|scrypt)\$[./A-Za-z0-9$,=+-]{8,}/g, ''],
  [/(\{S?SHA(?:256|512)?\})[A-Za-z0-9+/=]{16,}/g, '$1'],
];

/** What every secret that is found has about it; most lines have none of it, and a build prints many. */
const worthALook =
  /pass|pwd|pw|secret|token|key|auth|cred|cookie|salt|pepper|pin|otp|dsn|jwt|conn|webhook|hooks|:\/\/|@tcp\(|@unix\(|[?&]\w+=|AKIA|ASIA|eyJ|-----BEGIN|\$\w+\$|SHA\d*\}|basic |bearer |(?:^|\s)-[up]|--user|mysql|mariadb|mongo|[\w+/=.:-]{16}/i;

/**
 * A line of foreign text with what looks like a secret replaced by `[secret]`: shapes that are one, and values behind a
 * name that says so (`password=`, `"apiKey": "…"`, `--token x`). What surrounds them stays, to be read.
 */
export function maskText(line: string): string {
  if (!worthALook.test(line)) return line;
  const shaped = masks.reduce(
    (text, [shape, shown]) =>
      text.replace(shape, (_, ...rest: readonly unknown[]) => {
        const groups = shown.match(/\$\d/g) ?? [];
        const [before = '', after = ''] = groups.map((_group, index) => String(rest[index] ?? ''));
        return `${before}${redacted}${after}`;
      }),
    line,
  );
  return maskPairs(maskNamed(shaped)).replace(/[A-Za-z0-9+/_=-]{40,}/g, (word) =>
    looksRandom(word) ? redacted : word,
  );
}

/** `Basic dXNlcjpwYXNz`: a name and a password, however short. */
function maskPairs(text: string): string {
  return text.replace(/(\bBasic )([A-Za-z0-9+/]{6,15}={0,2})/gi, (match, before: string, pair: string) =>
    /^[\u0020-\u007e]*:[\u0020-\u007e]*$/.test(Buffer.from(pair, 'base64').toString()) ? `${before}${redacted}` : match,
  );
}

const named =
  /(?<name>-{0,2}[A-Za-z][\w.-]{0,60})(?<between>\\{0,3}["']?\s{0,3}(?::=|=>|=|:)\s{0,3}|\\{0,3}["']\s{0,3},\s{0,3}(?=["'])|(?<=(?:^|\s)--[\w-]{1,60})\s(?!-))(?<value>\\{0,3}"(?:[^"\\]|\\[^"]){0,2000}\\{0,3}"|'[^']{0,2000}'|[^\s"',;&|]{1,2000})/g;

/** `password=x`, `"password": "x"`, `\"password\":\"x\"`, `--password x`, `client-key-data: x`. */
function maskNamed(text: string): string {
  return text.replace(named, (match, ...rest: readonly unknown[]) => {
    const { name = '', between = '', value = '' } = rest.at(-1) as Readonly<Record<string, string>>;
    if (value.includes(redacted) || !nameLooksSecret(name) || saysNothing(between, value)) return match;
    const quotes = /^(\\{0,3}["'])[\s\S]*?(\\{0,3}["'])$/.exec(value);
    return `${name}${between}${quotes?.[1] ?? ''}${redacted}${quotes?.[2] ?? ''}`;
  });
}

/** Words that logs say about secrets: `password: incorrect`, `token: expired`. Behind `=` anything is a value. */
const said =
  /^(?:an?|the|is|was|are|be|has|have|must|may|can|could|should|will|not|no|none|null|nil|undefined|true|false|yes|on|off|invalid|incorrect|wrong|expired|missing|required|empty|unset|set|ok|valid|failed|failure|error|denied|rejected|refused|unknown|unexpected|expected|too|from|for|in|of|to|with|without|by|at|and|or|string|number|object|boolean|authentication|authorization)$/i;

function saysNothing(between: string, value: string): boolean {
  const bare = value.replace(/^\\{0,3}["']|\\{0,3}["']$/g, '');
  if (bare === '' || /^\*+$|^x{3,}$|^<[^<>]+>$|^\$\{?\w+\}?$/i.test(bare) || /^arn:[\w-]+:/.test(bare)) return true;
  return !between.includes('=') && said.test(bare.replace(/[.!?]$/, ''));
}
