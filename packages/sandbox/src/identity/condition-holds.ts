import { isStringLike } from './string-like.ts';

/** What a condition can ask of a call: a key has one value, or several, or is not there. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

type Compare = (wanted: string, actual: string) => boolean;

const same: Compare = (wanted, actual) => wanted === actual;
const sameLetters: Compare = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();

/** Each of the six parts of an ARN by itself, as `*` goes over no colon there. */
const arnLike: Compare = (wanted, actual) => {
  const [patterns, parts] = [arnParts(wanted), arnParts(actual)];
  return (
    patterns.length === parts.length && patterns.every((pattern, index) => isStringLike(pattern, parts[index] ?? ''))
  );
};

const compares: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: isStringLike,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: sameLetters,
};

/** Whether the sandbox can tell what this operator of a condition means. */
export function isOperator(written: string): boolean {
  const { operator } = parseOperator(written);
  return operator === 'Null' || Object.hasOwn(compares, positive(operator));
}

/**
 * Whether every key of every operator holds, as IAM has it: with an absent key an operator does not hold, unless it is negated, ends in
 * `IfExists`, or asks for all values of none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionHolds(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: ConditionContext,
): boolean {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return Object.entries(conditions).every(([written, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(parseOperator(written), wanted, known.get(key.toLowerCase()) ?? null),
    ),
  );
}

interface Operator {
  readonly operator: string;
  readonly set: string | null;
  readonly ifExists: boolean;
}

function holds(
  { operator, set, ifExists }: Operator,
  wanted: readonly string[],
  actual: readonly string[] | null,
): boolean {
  if (operator === 'Null') return wanted.includes(String(actual === null));
  const negated = operator !== positive(operator);
  const compare = compares[positive(operator)] ?? (() => false);
  const matches = (value: string): boolean => wanted.some((each) => compare(each, value)) !== negated;
  if (actual === null || actual.length === 0) return ifExists || negated || set === 'ForAllValues';
  return set === 'ForAllValues' ? actual.every(matches) : actual.some(matches);
}

function parseOperator(written: string): Operator {
  const [, set = null, operator = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) ?? [];
  return { operator, set, ifExists: ifExists !== undefined };
}

/** `StringNotEquals` is `StringEquals` turned round. */
function positive(operator: string): string {
  return operator.replace(/^(String|Arn)Not/, '$1');
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
