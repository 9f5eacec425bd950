/** The line (from 1) of the first comment, which JSON does not know; null when there is none. */
export function commentLine(text: string): number | null {
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")|\/[/*]/g)) {
    if (match[1] === undefined) return text.slice(0, match.index).split('\n').length;
  }
  return null;
}
