import { type Environment, type LookupResult, looksSecret, suggest } from '@funade/core';
import { placeText } from '../lookup/place-text.ts';

/** What is known of a stack. */
export interface FoundStack {
  /** `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`, … */
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
}

/** A name or the id, which is an ARN. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
const stackPattern = /^(?:[a-zA-Z][-a-zA-Z0-9]{0,127}|arn:aws[\w-]*:cloudformation:[-a-zA-Z0-9:/._+]+)$/;

/** What is wrong with what an output is called; null when nothing is. */
export function outputNameProblem(stack: string, key: string): string | null {
  if (!stackPattern.test(stack)) return `"${stack}" is not the name of a stack, such as shop-network`;
  return /^[a-zA-Z0-9]{1,255}$/.test(key) ? null : `"${key}" is not the key of an output, such as VpcId`;
}

/** The value of one output of a stack. */
export function outputValue(
  { stack, key }: { readonly stack: string; readonly key: string },
  found: FoundStack | null,
  where: Environment,
): LookupResult {
  if (found === null) return none(`there is no stack "${stack}" in ${placeText(where)}`);
  const value = found.outputs.get(key);
  if (value === undefined) {
    const status =
      found.status.startsWith('ROLLBACK_') || found.status.startsWith('DELETE_') ? ` (${found.status})` : '';
    return none(`the stack ${stack}${status} has no output "${key}"; ${suggest(key, [...found.outputs.keys()])}`);
  }
  return shownValue(`the output ${key} of ${stack}`, { name: key, value });
}

/** The value of an export, of whichever stack. */
export function exportValue(name: string, exports: ReadonlyMap<string, string>, where: Environment): LookupResult {
  const value = exports.get(name);
  if (value === undefined)
    return none(`there is no export "${name}" in ${placeText(where)}; ${suggest(name, [...exports.keys()])}`);
  return shownValue(`the export ${name}`, { name, value });
}

/** CloudFormation marks no output as a secret, so what looks like one is taken for one. */
function shownValue(what: string, named: { readonly name: string; readonly value: string }): LookupResult {
  if (named.value === '') return none(`${what} is empty`);
  if (!looksSecret(named)) return { found: true, value: named.value };
  return none(
    `${what} looks like a secret, and a plan contains what it looks up; keep it in Secrets Manager and give its ARN to the container's secrets`,
  );
}

function none(problem: string): LookupResult {
  return { found: false, problem };
}
