/** What follows the last slash: the name in an ARN. */
export function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
