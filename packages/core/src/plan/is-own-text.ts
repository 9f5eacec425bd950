/**
 * Whether a file is one that we write, by its first characters: a saved plan or a journal. They hold what task definitions
 * hold as plain text, so that no image may take them in.
 */
export function isOwnText(head: string): boolean {
  return /^\s*\{\s*"format":\s*\d+,\s*"id":\s*"[0-9a-f]{64}",\s*"createdAt":|^\{"type":"journal","format":\d/.test(
    head,
  );
}

/** So many bytes tell. */
export const ownTextLength = 256;
