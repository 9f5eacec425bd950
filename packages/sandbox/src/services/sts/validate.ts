import { AwsFault, type WireObject } from '../../model/service.ts';

interface Constraint {
  readonly min: number;
  readonly max: number;
  /** What the whole value must match. */
  readonly pattern?: string;
}

/** A required text parameter, with the answer AWS gives when it is missing, too short, too long or malformed. */
export function validate(input: WireObject, name: string, { min, max, pattern }: Constraint): string {
  const value = input[name];
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const refuse = (shown: string, rule: string): never => {
    throw new AwsFault(
      'ValidationError',
      `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${rule}`,
    );
  };
  if (typeof value !== 'string') return refuse('null', 'not be null');
  if (value.length < min) return refuse(`'${value}'`, `have length greater than or equal to ${min}`);
  if (value.length > max) return refuse(`'${value}'`, `have length less than or equal to ${max}`);
  if (pattern !== undefined && !new RegExp(`^${pattern}$`).test(value)) {
    return refuse(`'${value}'`, `satisfy regular expression pattern: ${pattern}`);
  }
  return value;
}
