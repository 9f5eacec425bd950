/**
 * Whether a text is one long run of letters of both cases and digits, as keys are and words aren't. Hexadecimal digests,
 * commits and UUIDs have one case and are shown.
 */
export function looksRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=.~-]{32,}$/.test(value)) return false;
  const hasRun = /[^/._~-]{16}/.test(value);
  if (!hasRun || !/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value)) return false;
  return entropy(value) >= 4.2;
}

/** Shannon's, in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
