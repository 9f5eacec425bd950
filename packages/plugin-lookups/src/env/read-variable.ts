import { type LookupResult, looksSecret } from '@funade/core';

export interface DeclaredVariable {
  readonly name: string;
  /** Its value where it is not set; null: it has none. */
  readonly fallback: string | null;
}

/** What a declared variable is worth. An empty one counts as not set: CI systems leave variables empty that they don't know. */
export function readVariable({ name, fallback }: DeclaredVariable, set: string | undefined): LookupResult {
  const value = set === undefined || set === '' ? fallback : set;
  if (value === null) return { found: false, problem: `the variable ${name} is not set` };
  if (looksSecret({ name, value })) {
    return {
      found: false,
      problem: `the value of ${name} looks like a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager`,
    };
  }
  return { found: true, value };
}
