/** IAM's StringLike: `*` is any run of characters, `?` any one of them, everything else itself, letter case included. */
export function isStringLike(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${source}$`).test(value);
}
