import type { Environment, LookupResult } from '@funade/core';
import { placeText } from '../lookup/place-text.ts';

/** What is known of a secret. */
export interface FoundSecret {
  readonly arn: string;
  /** Whether it is marked for deletion. */
  readonly deleted: boolean;
}

/** A name, or an ARN with or without the six characters at its end. */
const namePattern = /^(?:arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/;

/** What is wrong with a name of a secret; null when nothing is. */
export function secretNameProblem(name: string): string | null {
  if (namePattern.test(name)) return null;
  return `"${name}" is not the name of a secret, such as shop/db; write the key after the lookup: {{secretArn "shop/db"}}:password::`;
}

/** The ARN of a secret, with the six characters at its end. */
export function secretArn(name: string, secret: FoundSecret | null, where: Environment): LookupResult {
  if (secret === null) return { found: false, problem: `there is no secret "${name}" in ${placeText(where)}` };
  if (secret.deleted) return { found: false, problem: `the secret "${name}" is marked for deletion` };
  return { found: true, value: secret.arn };
}
