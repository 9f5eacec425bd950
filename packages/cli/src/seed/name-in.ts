/** The name at the end of an ARN, or the name. */
export function nameIn(text: string): string {
  return text.split('/').at(-1) ?? text;
}
