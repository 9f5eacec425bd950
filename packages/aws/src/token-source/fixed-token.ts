import type { TokenSource } from './token-source.ts';

/** A token that the CI put into a variable when the job began: there is no other one. */
export function fixedToken(ci: string, token: string | undefined, whenExpired: string): TokenSource | null {
  const trimmed = token?.trim();
  if (!trimmed) return null;
  return { ci, renewable: false, whenExpired, fetch: async () => trimmed };
}
