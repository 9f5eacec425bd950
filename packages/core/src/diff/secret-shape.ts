import { isJsonObject, type Json } from '../model/json.ts';

/** A text that looks like a secret, and where it stands. The text itself is left out. */
export interface SecretShape {
  readonly path: string;
  readonly what: string;
}

/** Shapes that are a secret beyond reasonable doubt; a name alone, such as `password`, is none. */
const shapes: readonly (readonly [what: string, shape: RegExp])[] = [
  // Key ids of users (AKIA) and of sessions (ASIA): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ['AWS access key id', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['AWS session token', /\b(?:FwoGZXIvYXdzE|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/=]{20,}/],
  ['JSON web token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
  ['private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  // `AWS:` in base64: how `docker login` keeps the password of ECR.
  ['registry login', /\bQVdTO[A-Za-z0-9+/=]{20,}/],
  ['registry login', /"auth"\s*:\s*"[A-Za-z0-9+/=]{8,}"/],
  ['URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
  ['authorization header', /\b(?:Bearer|Basic) [A-Za-z0-9+/=._~-]{20,}/],
  ['GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['GitLab token', /\bgl(?:pat|cbt|dt|ptt|rt)-[\w-]{20,}/],
];

/** Names of keys whose values are secrets whatever they look like. */
const secretKeys = /^(?:aws_?)?(?:secret_?access_?key|session_?token|authorization_?token|identity_?token)$/i;

/** Every text in a value that looks like a secret. */
export function findSecretShapes(value: Json, path = ''): readonly SecretShape[] {
  if (typeof value === 'string') {
    const found = shapes.find(([, shape]) => shape.test(value));
    return found === undefined ? [] : [{ path, what: found[0] }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findSecretShapes(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const inside = path === '' ? key : `${path}.${key}`;
    if (item === undefined) return [];
    if (typeof item === 'string' && item !== '' && secretKeys.test(key)) return [{ path: inside, what: key }];
    return [...findSecretShapes(key, inside), ...findSecretShapes(item, inside)];
  });
}
