/** The line (from 1) of a comma before a closing bracket, which JSON does not know; null when there is none. */
export function trailingCommaLine(text: string): number | null {
  const place = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;
  for (const match of text.matchAll(place)) {
    if (match[1] === undefined) return text.slice(0, match.index).split('\n').length;
  }
  return null;
}
