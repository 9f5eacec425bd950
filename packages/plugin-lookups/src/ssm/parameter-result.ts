import type { Environment, LookupResult } from '@funade/core';
import { placeText } from '../lookup/place-text.ts';

/** What is known of a parameter. A SecureString has no value here, not even its ciphertext. */
export interface FoundParameter {
  readonly arn: string;
  /** `String`, `StringList`, `SecureString`. */
  readonly type: string;
  readonly value: string | null;
}

/** A name, perhaps with a version or label behind a colon, or an ARN. */
const namePattern = /^(?:arn:aws[\w-]*:ssm:[\w-]+:\d{12}:parameter)?\/?[\w.-]+(?:\/[\w.-]+)*(?::[\w.-]+)?$/;

/** What is wrong with a name of a parameter; null when nothing is. */
export function parameterNameProblem(name: string): string | null {
  return namePattern.test(name) ? null : `"${name}" is not the name of a parameter, such as /shop/url or /shop/url:3`;
}

/** The value of a parameter; a list is its items with commas between them. */
export function parameterValue(name: string, parameter: FoundParameter | null, where: Environment): LookupResult {
  if (parameter === null) return missing(name, where);
  const { type, value, arn } = parameter;
  if (type === 'SecureString' || value === null) {
    const secret = name.startsWith('arn:') ? arn : `{{ssmArn "${name.replace(/:[^:/]+$/, '')}"}}`;
    return {
      found: false,
      problem: `the parameter "${name}" is a ${type}, and a plan contains what it looks up; give ${secret} to the container's secrets`,
    };
  }
  return { found: true, value };
}

/** The ARN of a parameter, whatever its type. */
export function parameterArn(name: string, parameter: FoundParameter | null, where: Environment): LookupResult {
  return parameter === null ? missing(name, where) : { found: true, value: parameter.arn };
}

function missing(name: string, where: Environment): LookupResult {
  return { found: false, problem: `there is no parameter "${name}" in ${placeText(where)}` };
}
